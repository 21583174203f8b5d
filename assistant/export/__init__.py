"""Sections as documents."""
