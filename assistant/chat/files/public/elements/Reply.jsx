// Below an answer: its currency notes, folded until wanted, and 役に立った／違う with a comment for the administrator.
import { useState } from "react";

export default function Reply() {
  const [given, setGiven] = useState(props.given ?? null);
  const [comment, setComment] = useState("");
  const [told, setTold] = useState(props.told ?? "");
  const [busy, setBusy] = useState(false);

  async function ask(payload) {
    setBusy(true);
    try {
      const answer = await callAction({ name: "opinion", payload });
      return answer?.response ?? { problem: "送れませんでした。もう一度押してください。" };
    } catch {
      return { problem: "サーバーにつながりません。しばらくして、もう一度押してください。" };
    } finally {
      setBusy(false);
    }
  }

  async function give(helpful) {
    const answer = await ask({ message: props.message, helpful });
    if (answer.problem) return setTold(answer.problem);
    const next = { helpful, opinion: answer.opinion };
    setGiven(next);
    updateElement({ ...props, given: next, told: "記録しました。管理者が見て、資料や答え方の見直しに使います。" });
  }

  async function add() {
    const answer = await ask({ opinion: given.opinion, comment });
    if (answer.problem) return setTold(answer.problem);
    const next = { ...given, commented: true };
    setGiven(next);
    updateElement({ ...props, given: next, told: "コメントも記録しました。ありがとうございます。" });
  }

  const button = (helpful, label) => (
    <button type="button" disabled={busy} aria-pressed={given?.helpful === helpful} onClick={() => give(helpful)}>
      {label}
    </button>
  );

  return (
    <div className="kanmin-reply">
      {props.notes?.length > 0 && (
        <details>
          <summary>改正・更新注記 {props.notes.length}件を見る</summary>
          <ul>
            {props.notes.map((note, number) => (
              <li key={number}>{note}</li>
            ))}
          </ul>
        </details>
      )}
      <div className="kanmin-opinion" role="group" aria-label="この回答について">
        <span>この回答は</span>
        {button(true, "役に立った")}
        {button(false, "違う")}
      </div>
      {given && !given.commented && (
        <div className="kanmin-comment">
          <label htmlFor={`comment-${props.message}`}>
            {given.helpful ? "よかった点があれば書いてください（任意）" : "どこが違うか、分かれば書いてください（任意）"}
          </label>
          <textarea id={`comment-${props.message}`} rows={2} maxLength={2000} value={comment} onChange={(event) => setComment(event.target.value)} />
          <button type="button" disabled={busy || !comment.trim()} onClick={add}>
            コメントを送る
          </button>
        </div>
      )}
      <p role="status">{told}</p>
    </div>
  );
}
