// The icons, drawn for this application on a 20 × 20 grid with one stroke.
import { html, svg } from 'lit';

const shapes = {
  ask: svg`<path d="M4 4.5h12a1 1 0 0 1 1 1v7.5a1 1 0 0 1-1 1H9.5L6 17v-3H4a1 1 0 0 1-1-1V5.5a1 1 0 0 1 1-1Z"/><path d="M6.5 8h7M6.5 10.7h4"/>`,
  library: svg`<path d="M4 3.5v13M7.5 3.5v13M4 3.5h3.5M4 16.5h3.5"/><path d="m10.4 4.3 3.3-.8 3 12-3.3.8z"/>`,
  admin: svg`<path d="M3 16.5h14M5 13.5v-3M8.3 13.5v-7M11.7 13.5v-5M15 13.5v-9.5"/>`,
  settings: svg`<path d="M3 6h8M15 6h2M3 14h2M9 14h8"/><circle cx="13" cy="6" r="2"/><circle cx="7" cy="14" r="2"/>`,
  scan: svg`<path d="M3 7V4.5A1 1 0 0 1 4 3.5h2.5M13.5 3.5H16a1 1 0 0 1 1 1V7M17 13v2.5a1 1 0 0 1-1 1h-2.5M6.5 16.5H4a1 1 0 0 1-1-1V13"/><path d="M6 8h8M6 11.5h5.5"/>`,
  plus: svg`<path d="M10 4v12M4 10h12"/>`,
  minus: svg`<path d="M4 10h12"/>`,
  close: svg`<path d="m5 5 10 10M15 5 5 15"/>`,
  send: svg`<path d="M10 16V4.5M5 9.2l5-4.9 5 4.9"/>`,
  stop: svg`<rect x="5.5" y="5.5" width="9" height="9" rx="1.5" fill="currentColor"/>`,
  left: svg`<path d="m12 5-5 5 5 5"/>`,
  right: svg`<path d="m8 5 5 5-5 5"/>`,
  up: svg`<path d="m5 12 5-5 5 5"/>`,
  down: svg`<path d="m5 8 5 5 5-5"/>`,
  menu: svg`<path d="M3 6h14M3 10h14M3 14h14"/>`,
  more: svg`<circle cx="4.5" cy="10" r="1.1" fill="currentColor"/><circle cx="10" cy="10" r="1.1" fill="currentColor"/><circle cx="15.5" cy="10" r="1.1" fill="currentColor"/>`,
  camera: svg`<path d="M3.5 6.5h3l1.2-2h4.6l1.2 2h3a1 1 0 0 1 1 1v7.5a1 1 0 0 1-1 1h-13a1 1 0 0 1-1-1V7.5a1 1 0 0 1 1-1Z"/><circle cx="10" cy="11" r="3"/>`,
  copy: svg`<rect x="7" y="7" width="9.5" height="9.5" rx="1.5"/><path d="M13 7V4.5A1 1 0 0 0 12 3.5H4.5a1 1 0 0 0-1 1V12a1 1 0 0 0 1 1H7"/>`,
  check: svg`<path d="m4 10.5 4 4 8-9"/>`,
  partly: svg`<path d="M4 8.5c2-2.5 4-2.5 6 0s4 2.5 6 0M4 13.5c2-2.5 4-2.5 6 0s4 2.5 6 0"/>`,
  wrong: svg`<path d="m5 5 10 10M15 5 5 15"/>`,
  upload: svg`<path d="M10 13V3.5M6 7.3l4-3.8 4 3.8M3.5 13v2.5a1 1 0 0 0 1 1h11a1 1 0 0 0 1-1V13"/>`,
  download: svg`<path d="M10 3.5V13M6 9.2l4 3.8 4-3.8M3.5 14.5v1a1 1 0 0 0 1 1h11a1 1 0 0 0 1-1v-1"/>`,
  page: svg`<path d="M5 2.5h6.5L15.5 6.5v11H5z"/><path d="M11.5 2.5v4h4"/>`,
  search: svg`<circle cx="9" cy="9" r="5"/><path d="m13 13 4 4"/>`,
  layers: svg`<path d="m10 3 7 3.7-7 3.7-7-3.7z"/><path d="m3 10.3 7 3.7 7-3.7M3 13.5l7 3.7 7-3.7"/>`,
  fit: svg`<path d="M3 4v12M17 4v12M6 10h8M8.3 7.7 6 10l2.3 2.3M11.7 7.7 14 10l-2.3 2.3"/>`,
  edit: svg`<path d="m12.5 4.5 3 3L7 16H4v-3z"/>`,
  trash: svg`<path d="M4 6h12M8 6V3.5h4V6M5.5 6l.8 10.5h7.4L14.5 6"/>`,
  retry: svg`<path d="M15.5 7A6.2 6.2 0 1 0 16 11.5M16 3.5V7h-3.5"/>`,
  folder: svg`<path d="M3 5.5a1 1 0 0 1 1-1h4l1.7 2H16a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1z"/>`,
  link: svg`<path d="M8.5 11.5a3 3 0 0 0 4.3 0l2.7-2.7a3 3 0 0 0-4.3-4.3L10 5.7M11.5 8.5a3 3 0 0 0-4.3 0l-2.7 2.7a3 3 0 0 0 4.3 4.3L10 14.3"/>`,
  alert: svg`<path d="M10 3.5 17.5 16.5h-15z"/><path d="M10 8.3v3.7M10 14.3v.01"/>`,
  clock: svg`<circle cx="10" cy="10" r="6.5"/><path d="M10 6.5V10l2.5 1.7"/>`,
  keyboard: svg`<rect x="2.5" y="5.5" width="15" height="9" rx="1.5"/><path d="M5.5 8.3h.01M8.5 8.3h.01M11.5 8.3h.01M14.5 8.3h.01M7 11.7h6"/>`,
  sun: svg`<circle cx="10" cy="10" r="3.3"/><path d="M10 2.5v1.7M10 15.8v1.7M2.5 10h1.7M15.8 10h1.7M4.7 4.7l1.2 1.2M14.1 14.1l1.2 1.2M4.7 15.3l1.2-1.2M14.1 5.9l1.2-1.2"/>`,
  moon: svg`<path d="M16 12A6.6 6.6 0 0 1 8 4a6.6 6.6 0 1 0 8 8Z"/>`,
  panel: svg`<rect x="2.5" y="4" width="15" height="12" rx="1.5"/><path d="M7.5 4v12"/>`,
  quote: svg`<path d="M4 13.5c2 0 3-1.5 3-4V6.5H4v3.3h3M12 13.5c2 0 3-1.5 3-4V6.5h-3v3.3h3"/>`,
};

/** @param {keyof typeof shapes} name */
export function icon(name) {
  return html`<svg class="icon" viewBox="0 0 20 20" width="18" height="18" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">${shapes[name]}</svg>`;
}

/** The mark of the product: a line of a page, found. */
export const logo = html`<svg class="logo" viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
  <rect width="32" height="32" rx="8" fill="#14664b"></rect>
  <path d="M9 8h14M9 24h9" stroke="#fff" stroke-opacity=".55" stroke-width="2.4" stroke-linecap="round"></path>
  <rect x="7.2" y="12.2" width="17.6" height="7.6" rx="2" fill="#ffe07a" stroke="#fff" stroke-width="1.6"></rect>
</svg>`;
