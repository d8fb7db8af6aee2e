// The frame: where everything is, and what is true on every screen (dropped files, lost connection, shortcuts).
import { css, html, nothing } from 'lit';
import { isDialogOpen, isTyping, PinElement, wide } from '../ui/element.js';
import { base } from '../ui/styles.js';
import { icon, logo } from '../ui/icons.js';
import '../ui/dialogs.js';
import '../ui/menu.js';
import '../ui/split.js';
import '../ui/viewer.js';
import './chat.js';
import './library.js';
import './document.js';
import './read.js';
import { openReading } from './compare.js';
import './admin.js';
import './settings.js';
import './conversations.js';
import './photos.js';
import './uploads.js';
import './shortcuts.js';
import { dismiss, notices, preferences, session } from '../lib/store.js';
import { catchUp, followJobs, forgetSeenUploads, loadJobs, loadLibrary, stopFollowing, upload } from '../lib/library.js';
import { chat, closeViewer, loadConversations, newConversation, stepCitation, viewer } from '../lib/chat.js';
import { readFile } from '../lib/reader.js';
import { go, links, route } from '../lib/router.js';
import { language, t } from '../lib/i18n.js';

class PinApp extends PinElement {
  static properties = { _over: { state: true }, _drawer: { state: true }, _help: { state: true } };

  get looksAt() {
    return [session, route, notices, chat];
  }

  static styles = [
    base,
    css`
      :host { display: block; height: 100dvh; }
      .skip { position: fixed; left: 12px; top: -60px; z-index: 100; }
      .skip:focus { top: 12px; }
      .shell { display: grid; grid-template-columns: auto minmax(0, 1fr); height: 100%; }
      .side { width: 252px; display: flex; flex-direction: column; min-height: 0; padding: 14px 10px 12px; gap: 4px; border-right: 1px solid var(--line); background: var(--paper); }
      .brand { display: flex; align-items: center; gap: 10px; padding: 2px 4px 14px 8px; }
      .brand a { display: flex; align-items: center; gap: 10px; flex: 1; color: var(--ink); text-decoration: none; font: 600 20px/1 var(--serif); letter-spacing: 0.005em; border-radius: 8px; }
      nav { display: flex; flex-direction: column; gap: 2px; }
      nav a { display: flex; align-items: center; gap: 11px; min-height: 38px; padding: 0 10px; border-radius: 9px; color: var(--ink); text-decoration: none; font-weight: 500; font-size: 14.5px; }
      nav a .icon { color: var(--ink-soft); }
      nav a:hover { background: var(--hover); color: var(--ink); }
      nav a[aria-current='page'] { background: var(--accent-soft); color: var(--accent-strong); }
      nav a[aria-current='page'] .icon { color: var(--accent); }
      pin-conversations { flex: 1; min-height: 0; margin-top: 12px; }
      .below { display: flex; gap: 2px; padding: 8px 2px 0; border-top: 1px solid var(--line); }
      .below .tool { font: 600 13px/1 var(--sans); }
      .below .gap { flex: 1; }
      main { min-width: 0; height: 100%; min-height: 0; display: flex; flex-direction: column; background: var(--surface); }
      main:focus { outline: none; }
      .view { flex: 1; min-height: 0; }
      .lost { display: flex; align-items: center; justify-content: center; gap: 10px; padding: 8px 16px; background: var(--warn-soft); color: var(--warn); font-size: 14px; font-weight: 500; }
      .top, .tabs { display: none; }
      .over { position: fixed; inset: 0; z-index: 90; display: grid; place-content: center; justify-items: center; gap: 14px; background: color-mix(in srgb, var(--paper) 88%, transparent); pointer-events: none; }
      .over::before { content: ''; position: absolute; inset: 18px; border: 2px dashed var(--accent); border-radius: 18px; }
      .over .icon { width: 44px; height: 44px; color: var(--accent); }
      .over p { font: 600 22px/1.3 var(--serif); }
      .notices { position: fixed; left: 50%; bottom: 24px; transform: translateX(-50%); z-index: 80; display: grid; gap: 8px; width: max-content; max-width: min(560px, calc(100vw - 32px)); }
      .notice { display: flex; align-items: center; gap: 8px; padding: 8px 8px 8px 16px; border-radius: 11px; background: var(--ink); color: var(--paper); font-size: 14px; box-shadow: var(--shadow); overflow-wrap: anywhere; }
      .notice.error { background: var(--danger); color: var(--surface); }
      .notice .tool { color: inherit; }
      @media (max-width: 899px) {
        .shell { grid-template-columns: minmax(0, 1fr); grid-template-rows: auto minmax(0, 1fr) auto auto; }
        .side { position: fixed; inset: 0 auto 0 0; z-index: 50; width: min(300px, 86vw); transform: translateX(-102%); visibility: hidden; transition: transform 180ms, visibility 180ms; box-shadow: var(--shadow); }
        .side.open { transform: none; visibility: visible; }
        .scrim { position: fixed; inset: 0; z-index: 49; background: rgb(15 15 10 / 0.4); border: 0; padding: 0; }
        .side nav { display: none; }
        .side nav.home { display: flex; }
        .top { display: flex; align-items: center; gap: 6px; min-height: 50px; padding: 4px 8px; padding-top: calc(4px + env(safe-area-inset-top)); border-bottom: 1px solid var(--line); background: var(--paper); }
        .top .title { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font: 600 17px/1.3 var(--serif); }
        .tabs { grid-row: 4; display: grid; grid-template-columns: repeat(5, 1fr); border-top: 1px solid var(--line); background: var(--paper); padding-bottom: env(safe-area-inset-bottom); }
        .tabs a { display: grid; justify-items: center; gap: 2px; padding: 8px 2px 7px; color: var(--ink-soft); text-decoration: none; font-size: 11.5px; font-weight: 500; border-radius: 0; }
        .tabs a[aria-current='page'] { color: var(--accent); background: none; }
        .notices { bottom: 84px; }
      }
    `,
  ];

  #leave = 0;
  #ready = false;

  connectedCallback() {
    super.connectedCallback();
    addEventListener('keydown', this.#onKey);
    addEventListener('dragenter', this.#onDrag);
    addEventListener('dragover', this.#onDrag);
    addEventListener('dragleave', this.#onLeave);
    addEventListener('drop', this.#onDrop);
    wide.addEventListener('change', () => this.requestUpdate());
    let view = route.state.place.view;
    route.subscribe(() => {
      // The library has shown them in its own list.
      if (view === 'library' && route.state.place.view !== 'library') forgetSeenUploads();
      view = route.state.place.view;
      this._drawer = false;
      this.#title();
    });
    preferences.subscribe(() => this.#title());
    let away = false;
    session.subscribe(() => {
      if (session.state.needsToken) {
        stopFollowing();
        // The server's own page asks for the access token and brings people back to where they were.
        location.assign(`/login?next=${encodeURIComponent(`/${location.hash}`)}`);
        return;
      }
      if (!session.state.online) away = true;
      else if (away) {
        away = false;
        catchUp();
      }
    });
    this.addEventListener('show-shortcuts', () => (this._help = true));
    this.addEventListener('reading-asked', (event) => openReading(event.detail));
    this.#start();
    this.#title();
  }

  async #start() {
    await Promise.allSettled([loadLibrary(), loadConversations(), loadJobs()]);
    this.#ready = true;
    if (!session.state.needsToken) followJobs();
    this.requestUpdate();
  }

  #title() {
    const { view } = route.state.place;
    document.title = view === 'chat' ? 'Pincite' : `${t(view === 'document' ? 'nav.library' : `nav.${view}`)} · Pincite`;
  }

  /** @param {DragEvent} event */
  #carriesFiles(event) {
    return [...(event.dataTransfer?.types ?? [])].includes('Files') && !session.state.needsToken;
  }

  #onDrag = (event) => {
    if (!this.#carriesFiles(event)) return;
    event.preventDefault();
    clearTimeout(this.#leave);
    this._over = true;
  };

  #onLeave = () => {
    clearTimeout(this.#leave);
    this.#leave = setTimeout(() => (this._over = false), 80);
  };

  #onDrop = (event) => {
    this._over = false;
    if (!this.#carriesFiles(event)) return;
    event.preventDefault();
    const { files } = event.dataTransfer;
    if (route.state.place.view === 'read') readFile(files[0]);
    else upload(files, this.#collection());
  };

  #collection() {
    const { place } = route.state;
    return place.view === 'library' ? (place.query.get('collection') ?? undefined) : undefined;
  }

  /** @param {KeyboardEvent} event */
  #onKey = (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || session.state.needsToken) return;
    if (event.key === 'Escape') {
      if (this._help) this._help = false;
      else if (this._drawer) this._drawer = false;
      else if (route.state.place.view === 'chat' && viewer.state.open && !isDialogOpen()) closeViewer();
      return;
    }
    if (isTyping(event) || this._help || isDialogOpen()) return;
    const inChat = route.state.place.view === 'chat';
    const step = { n: 1, j: 1, ']': 1, ArrowRight: 1, p: -1, k: -1, '[': -1, ArrowLeft: -1 }[event.key];
    if (step && inChat) {
      if (stepCitation(step)) event.preventDefault();
      return;
    }
    switch (event.key) {
      case '?':
        this._help = true;
        break;
      case '/':
        if (!inChat && route.state.place.view !== 'library') go(links.home);
        setTimeout(() => this.renderRoot.querySelector('.view')?.focusFirst?.());
        break;
      case 'c':
        this.#new();
        break;
      case 'g':
        this.#going = Date.now();
        return;
      default:
        if (Date.now() - this.#going < 1200) {
          const to = { h: links.home, l: links.library, r: links.read, a: links.admin, s: links.settings }[event.key];
          if (to) go(to);
          break;
        }
        return;
    }
    event.preventDefault();
  };

  #going = 0;

  #new() {
    newConversation();
    go(links.home);
    // At once, for those who type on; and again when the page of questions has just been made.
    const focus = () => this.renderRoot.querySelector('pin-chat')?.focusFirst?.();
    focus();
    setTimeout(focus, 30);
  }

  #theme() {
    const dark = preferences.state.theme ? preferences.state.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    preferences.set({ theme: dark ? 'light' : 'dark' });
  }

  #language() {
    preferences.set({ language: language() === 'zh' ? 'en' : 'zh' });
  }

  render() {
    if (session.state.needsToken) return nothing;
    const { place } = route.state;
    const here = (view) => (place.view === view || (view === 'library' && place.view === 'document') ? 'page' : nothing);
    const dark = preferences.state.theme ? preferences.state.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
    const link = (view, href, name) => html`<a href=${href} aria-current=${here(view)} @click=${view === 'chat' ? this.#toChat : null}>${icon(name)}<span>${t(`nav.${view}`)}</span></a>`;
    return html`
      <a class="skip button primary" href="#main" @click=${(event) => {
        event.preventDefault();
        this.renderRoot.querySelector('main')?.focus();
      }}>${t('nav.skip')}</a>
      <div class="shell">
        <header class="top">
          <button class="tool" aria-label=${t('nav.menu')} aria-expanded=${this._drawer ? 'true' : 'false'} @click=${() => (this._drawer = true)}>${icon('menu')}</button>
          <span class="title">${place.view === 'chat' ? chat.state.title || 'Pincite' : 'Pincite'}</span>
          <button class="tool" aria-label=${t('chat.new')} title=${t('chat.new')} @click=${() => this.#new()}>${icon('plus')}</button>
        </header>
        ${this._drawer ? html`<button class="scrim" aria-label=${t('action.close')} @click=${() => (this._drawer = false)}></button>` : nothing}
        <div class="side ${this._drawer ? 'open' : ''}">
          <div class="brand"><a href=${links.home} @click=${this.#toChat}>${logo}<span>Pincite</span></a></div>
          <nav aria-label=${t('nav.main')}>
            ${link('chat', links.home, 'ask')} ${link('library', links.library, 'library')} ${link('read', links.read, 'scan')} ${link('admin', links.admin, 'admin')} ${link('settings', links.settings, 'settings')}
          </nav>
          <pin-conversations @new-conversation=${() => this.#new()}></pin-conversations>
          ${wide.matches ? this.#uploads(place) : nothing}
          <div class="below">
            <button class="tool" title=${t('settings.theme')} aria-label=${dark ? t('settings.toLight') : t('settings.toDark')} @click=${() => this.#theme()}>${icon(dark ? 'sun' : 'moon')}</button>
            <button class="tool language" title=${t('settings.language')} aria-label=${t('settings.otherLanguage')} lang=${language() === 'zh' ? 'en' : 'zh-CN'} @click=${() => this.#language()}>${language() === 'zh' ? 'EN' : '中'}</button>
            <span class="gap"></span>
            <button class="tool" title="${t('shortcuts.title')} (?)" aria-label=${t('shortcuts.title')} @click=${() => (this._help = true)}>${icon('keyboard')}</button>
          </div>
        </div>
        <main id="main" tabindex="-1">
          ${session.state.online ? nothing : html`<div class="lost" role="alert">${icon('alert')}<span>${t('problem.lost')}</span></div>`}
          ${this.#view(place)}
        </main>
        ${wide.matches ? nothing : this.#uploads(place)}
        <nav class="tabs" aria-label=${t('nav.main')}>
          ${link('chat', links.home, 'ask')} ${link('library', links.library, 'library')} ${link('read', links.read, 'scan')} ${link('admin', links.admin, 'admin')} ${link('settings', links.settings, 'settings')}
        </nav>
      </div>
      ${this._over ? html`<div class="over">${icon('upload')}<p>${t(place.view === 'read' ? 'read.dropHere' : 'upload.dropHere')}</p></div>` : nothing}
      ${this.#notices()}
      <pin-photos></pin-photos>
      <pin-compare></pin-compare>
      <pin-dialogs></pin-dialogs>
      ${this._help ? html`<pin-shortcuts @close=${() => (this._help = false)}></pin-shortcuts>` : nothing}`;
  }

  /** Back to the conversation that is open, rather than to an empty one. */
  #toChat = (event) => {
    const { conversation } = chat.state;
    if (!conversation || route.state.place.view === 'chat') {
      if (route.state.place.view === 'chat' && wide.matches && conversation) {
        event.preventDefault();
        this.#new();
      }
      return;
    }
    event.preventDefault();
    go(links.conversation(conversation));
  };

  #view(place) {
    switch (place.view) {
      case 'library':
        return html`<pin-library class="view"></pin-library>`;
      case 'document':
        return html`<pin-document class="view" .document=${place.document} .page=${place.page}></pin-document>`;
      case 'read':
        return html`<pin-read class="view" .job=${place.job}></pin-read>`;
      case 'admin':
        return html`<pin-admin class="view"></pin-admin>`;
      case 'settings':
        return html`<pin-settings class="view"></pin-settings>`;
      default:
        return html`<pin-chat class="view" .place=${place} .ready=${this.#ready}></pin-chat>`;
    }
  }

  /** Beside or below what is being read, never over it; the library shows them in its own list. */
  #uploads(place) {
    return html`<pin-uploads ?hidden=${place.view === 'library'}></pin-uploads>`;
  }

  #notices() {
    return html`<div class="notices" role="status" aria-live="polite">
      ${notices.state.items.map((item) => html`<div class="notice ${item.kind}"><span>${item.text}</span><button class="tool" aria-label=${t('action.dismiss')} @click=${() => dismiss(item.id)}>${icon('close')}</button></div>`)}
    </div>`;
  }
}

customElements.define('pin-app', PinApp);
