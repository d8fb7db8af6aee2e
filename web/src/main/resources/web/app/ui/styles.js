// Rules that components share: buttons, fields, chips. Constructable style sheets, so the content security policy needs no exception.
import { css } from 'lit';

export const base = css`
  *, *::before, *::after { box-sizing: border-box; }
  :host { color: var(--ink); }
  :host([hidden]), [hidden] { display: none !important; }
  :focus { outline: none; }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
  h1, h2, h3, h4, p, ul, ol, dl, dd, figure, blockquote { margin: 0; padding: 0; }
  h1 { font: 600 26px/1.25 var(--serif); letter-spacing: -0.005em; }
  h2 { font: 600 16px/1.4 var(--sans); }
  a { color: var(--accent); text-underline-offset: 3px; text-decoration-thickness: 1px; }
  a:hover { color: var(--accent-strong); }
  .icon { flex: none; display: block; }
  .soft { color: var(--ink-soft); }
  .small { font-size: 13px; }
  .visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

  button, .button { font: inherit; color: inherit; }
  .button {
    display: inline-flex; align-items: center; justify-content: center; gap: 8px;
    min-height: 38px; padding: 0 15px; border: 1px solid var(--line); border-radius: 9px; background: var(--raised);
    font-weight: 500; font-size: 14px; text-decoration: none; cursor: pointer; white-space: nowrap; color: var(--ink);
    transition: background 120ms, border-color 120ms;
  }
  .button:hover { border-color: var(--line-strong); color: var(--ink); }
  .button.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
  .button.primary:hover { background: var(--accent-strong); border-color: var(--accent-strong); color: var(--on-accent); }
  .button.danger { background: var(--danger); border-color: var(--danger); color: var(--surface); }
  .button.quiet { background: none; border-color: transparent; }
  .button.quiet:hover { background: var(--hover); }
  .button.small { min-height: 32px; padding: 0 11px; font-size: 13px; }
  .button:disabled { opacity: 0.5; cursor: default; }
  .tool {
    display: inline-grid; place-items: center; width: 34px; height: 34px; padding: 0; border: 0; border-radius: 8px;
    background: none; color: var(--ink-soft); cursor: pointer; flex: none; transition: background 120ms, color 120ms;
  }
  .tool:hover { background: var(--hover); color: var(--ink); }
  .tool[aria-pressed='true'] { background: var(--accent-soft); color: var(--accent); }
  .tool:disabled { opacity: 0.35; cursor: default; background: none; }
  .field {
    width: 100%; min-height: 40px; padding: 8px 12px; border: 1px solid var(--line-strong); border-radius: 9px;
    background: var(--raised); color: var(--ink); font: inherit;
  }
  .field:focus-visible { outline: 2px solid var(--accent); outline-offset: -1px; border-color: var(--accent); border-radius: 9px; }
  .field::placeholder { color: var(--ink-soft); opacity: 0.85; }
  select.field { padding-right: 8px; }
  label.label { display: block; margin-bottom: 6px; font-weight: 500; font-size: 14px; }
  .card { background: var(--surface); border: 1px solid var(--line); border-radius: var(--radius); }
  .problem {
    display: flex; gap: 10px; align-items: flex-start; padding: 11px 14px; border-radius: 9px;
    background: var(--danger-soft); color: var(--danger); font-size: 14px; overflow-wrap: anywhere;
  }
  .note {
    display: flex; gap: 10px; align-items: flex-start; padding: 11px 14px; border-radius: 9px;
    background: var(--warn-soft); color: var(--warn); font-size: 14px; overflow-wrap: anywhere;
  }
  .problem .icon, .note .icon { margin-top: 2px; }
  .bar { height: 4px; border-radius: 2px; background: var(--sunken); overflow: hidden; }
  .bar > i { display: block; height: 100%; background: var(--accent); border-radius: 2px; transition: width 300ms; }
  .bar.unknown > i { width: 30%; animation: slide 1.3s ease-in-out infinite alternate; }
  @keyframes slide { from { margin-left: 0; } to { margin-left: 70%; } }
  .text img.figure { display: block; max-width: min(100%, 460px); height: auto; background: #fff; border: 1px solid var(--line); border-radius: 6px; }
  .text blockquote { padding-left: 14px; border-left: 3px solid var(--line-strong); }
  .text blockquote > * + * { margin-top: 8px; }
  kbd {
    display: inline-block; min-width: 22px; padding: 1px 6px; border: 1px solid var(--line); border-bottom-width: 2px; border-radius: 5px;
    background: var(--raised); font: 500 12px/1.5 var(--sans); text-align: center;
  }
  @media (pointer: coarse) {
    .tool { width: 40px; height: 40px; }
    .button.small { min-height: 38px; }
  }
  @media (prefers-reduced-motion: reduce) {
    *, *::before, *::after { animation-duration: 1ms !important; animation-iteration-count: 1 !important; transition-duration: 1ms !important; }
  }
`;

/** How surely a quote stands where it is said to stand; the three look clearly different. */
export const badge = css`
  .badge {
    display: inline-flex; align-items: center; gap: 5px; height: 20px; padding: 0 8px; border-radius: 10px; border: 1px solid transparent;
    font: 600 11.5px/1 var(--sans); white-space: nowrap;
  }
  .badge .icon { width: 12px; height: 12px; stroke-width: 2.4; }
  .badge.EXACT { background: var(--accent-soft); color: var(--accent-strong); }
  .badge.NORMALIZED { border-color: var(--accent); color: var(--accent-strong); }
  .badge.fair { border-color: var(--line-strong); color: var(--ink-soft); font-weight: 500; }
  .badge.weak { background: var(--warn-soft); color: var(--warn); border-color: var(--warn); }
  .badge.NOT_FOUND { background: var(--warn-soft); color: var(--warn); border: 1px dashed var(--warn); }
`;
