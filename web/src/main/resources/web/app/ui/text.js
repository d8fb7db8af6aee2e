// Rules for text as it was read: headings, lists and tables of Markdown, its source, and where two texts differ.
import { css } from 'lit';

export const readText = css`
  .text { font: 400 16px/1.6 var(--serif); overflow-wrap: anywhere; }
  .text > * + * { margin-top: 11px; }
  .text .h { font-weight: 600; font-family: var(--serif); margin-top: 20px; }
  .text .h:first-child { margin-top: 0; }
  .text .h1 { font-size: 21px; } .text .h2 { font-size: 18px; } .text .h3 { font-size: 16.5px; }
  .text ul { list-style: none; display: grid; gap: 6px; }
  .text hr { border: 0; border-top: 1px solid var(--line); }
  .text .table { overflow-x: auto; }
  .text table { border-collapse: collapse; font: 400 14px/1.5 var(--sans); overflow-wrap: normal; }
  .text th, .text td { border: 1px solid var(--line); padding: 5px 9px; text-align: left; vertical-align: top; }
  .text th { background: var(--paper); font-weight: 600; }
  pre.source { margin: 0; padding: 14px 16px; border: 1px solid var(--line); border-radius: 9px; background: var(--paper); font: 400 13px/1.55 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere; }
  .plain { font: 400 15px/1.6 var(--serif); white-space: pre-wrap; overflow-wrap: anywhere; }
  .plain del, .plain ins { padding: 0 2px; border-radius: 3px; text-decoration-thickness: 1.5px; }
  .plain del { background: var(--danger-soft); color: var(--danger); }
  .plain ins { background: var(--accent-soft); color: var(--accent-strong); text-underline-offset: 3px; }
`;
