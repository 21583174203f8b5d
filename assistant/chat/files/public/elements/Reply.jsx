// Below an answer: its currency notes, folded until wanted, and 役に立った／違う with a comment for the administrator.
import { useState } from "react";

const begun = (window.kanminComments ??= new Map()); // the chat may make this element anew while a comment is being typed

export default function Reply() {
  const [given, setGiven] = useState(props.given ?? null);
  const [comment, setComment] = useState(begun.get(props.message) ?? "");
  const [told, setTold] = useState(props.told ?? "");
  const [busy, setBusy] = useState(false);

  function type(text) {
    begun.set(props.message, text);
    setComment(text);
  }

  async function ask(payload) {
    try {
      const answer = await callAction({ name: "opinion", payload });
      return answer?.response ?? { problem: "送れませんでした。もう一度押してください。" };
    } catch {
      return { problem: "サーバーにつながりません。しばらくして、もう一度押してください。" };
    }
  }

  /** Send; what is then shown comes with the renewed element, which forgets its state: nobody may be typing before that. */
  async function send(payload, after, words) {
    setBusy(true);
    const answer = await ask(payload);
    if (answer.problem) {
      setTold(answer.problem);
    } else {
      const next = after(answer);
      try {
        await updateElement({ ...props, given: next, told: words });
      } catch {
        setGiven(next); // kept already; the page shows it until it is loaded anew
        setTold(words);
      }
    }
    setBusy(false);
  }

  const give = (helpful) =>
    send({ message: props.message, helpful }, (answer) => ({ helpful, opinion: answer.opinion }), "記録しました。管理者が見て、資料や答え方の見直しに使います。");

  const add = () => send({ opinion: given.opinion, comment }, () => ({ ...given, commented: true }), "コメントも記録しました。ありがとうございます。");

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
          <textarea id={`comment-${props.message}`} rows={2} maxLength={2000} value={comment} onChange={(event) => type(event.target.value)} />
          <button type="button" disabled={busy || !comment.trim()} onClick={add}>
            コメントを送る
          </button>
        </div>
      )}
      <p role="status">{told}</p>
    </div>
  );
}
