// Questions and answers on the left, the page an answer stands on on the right.
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { PinElement, wide } from '../ui/element.js';
import { badge, base } from '../ui/styles.js';
import { icon } from '../ui/icons.js';
import './answer.js';
import { collectPhotographs } from './photos.js';
import './question.js';
import { notify } from '../lib/store.js';
import { ask, chat, closeViewer, openCitation, openConversation, newConversation, showCitation, stepCitation, stop, viewer } from '../lib/chat.js';
import { canAsk, isBusy, library, upload } from '../lib/library.js';
import { percentOf, readingsOf, strength } from '../lib/reading.js';
import { links, route, stand } from '../lib/router.js';
import { many, t } from '../lib/i18n.js';

class PinChat extends PinElement {
  static properties = { place: { attribute: false }, ready: { attribute: false } };

  get looksAt() {
    return [chat, viewer, library];
  }

  static styles = [
    base,
    badge,
    css`
      :host { display: block; height: 100%; }
      .column { display: flex; flex-direction: column; height: 100%; min-height: 0; }
      .turns { flex: 1; min-height: 0; overflow-y: auto; container-type: size; }
      /* Room below a later question, so that it can stand at the top while its answer is written. */
      .inner > pin-answer:last-child:not(:first-child) { min-height: calc(100cqh - 56px); }
      .inner { max-width: 760px; margin: 0 auto; padding: 30px 28px 24px; display: grid; gap: 34px; }
      .inner > * { min-width: 0; }
      .welcome { min-height: 100%; display: grid; align-content: center; gap: 26px; }
      .welcome h1 { font-size: clamp(26px, 4vw, 34px); text-wrap: balance; }
      .welcome .lead { margin-top: 10px; max-width: 52ch; color: var(--ink-soft); font-size: 16px; text-wrap: pretty; }
      .drop { display: grid; justify-items: center; gap: 12px; padding: 44px 24px; border: 1.5px dashed var(--line-strong); border-radius: 16px; background: var(--paper); text-align: center; cursor: pointer; transition: border-color 120ms, background 120ms; }
      .drop:hover { border-color: var(--accent); background: var(--accent-soft); }
      .drop > .icon { width: 34px; height: 34px; color: var(--accent); }
      .drop strong { font: 600 18px/1.35 var(--serif); }
      .examples { display: grid; gap: 8px; }
      .examples h2 { font-size: 14px; color: var(--ink-soft); font-weight: 500; }
      .example { display: flex; align-items: center; gap: 12px; width: 100%; padding: 13px 16px; border: 1px solid var(--line); border-radius: 11px; background: var(--raised); text-align: left; font-size: 15.5px; cursor: pointer; color: var(--ink); }
      .example:hover { border-color: var(--accent); }
      .example .icon { color: var(--accent); }
      .state { display: flex; align-items: center; gap: 8px; font-size: 14px; color: var(--ink-soft); }
      .ask { padding: 0 28px 18px; }
      .ask > div { max-width: 704px; margin: 0 auto; }
      .foot { display: flex; align-items: center; gap: 6px; padding: 6px 10px; background: var(--surface); border-top: 1px solid var(--line); font-size: 13px; color: var(--ink-soft); padding-bottom: calc(6px + env(safe-area-inset-bottom)); }
      .foot .quote { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; font-family: var(--serif); font-size: 14px; color: var(--ink); }
      .foot .at { white-space: nowrap; font-variant-numeric: tabular-nums; padding-right: 2px; }
      pin-viewer { flex: 1; min-height: 0; }
      @media (max-width: 899px) {
        .inner { padding: 22px 16px 18px; gap: 28px; }
        .ask { padding: 0 12px 10px; }
        .drop { padding: 32px 18px; }
      }
    `,
  ];

  #followed = null;
  #count = 0;

  focusFirst() {
    this.renderRoot.querySelector('pin-question')?.focusFirst();
  }

  firstUpdated() {
    if (wide.matches) this.focusFirst();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('place') && this.place !== this.#followed) {
      this.#followed = this.place;
      // After this update, because following changes stores this component draws.
      queueMicrotask(() => this.#follow(this.place));
    }
  }

  #follow(place) {
    if (place.citation) openCitation(place.citation);
    else if (place.conversation) openConversation(place.conversation);
    else {
      const document = place.query.get('document');
      if (chat.state.turns.length > 0 || chat.state.conversation || document) newConversation();
      if (document) chat.set({ scope: { documents: [document], collection: null } });
    }
  }

  updated() {
    // A new question is brought to the top; while its answer grows, nothing moves under the reader's eyes.
    const { turns } = chat.state;
    if (turns.length !== this.#count) {
      const grown = turns.length > this.#count;
      this.#count = turns.length;
      if (grown) {
        this.updateComplete.then(() => {
          const last = [...this.renderRoot.querySelectorAll('pin-answer')].at(-1);
          const scroller = this.renderRoot.querySelector('.turns');
          last?.updateComplete.then(() => scroller?.scrollTo({ top: turns.length > 1 ? last.offsetTop - scroller.offsetTop - 22 : 0 }));
        });
      }
    }
  }

  #ask(question) {
    ask(question, { wide: wide.matches, onConversation: (id) => stand(links.conversation(id)) });
  }

  #choose() {
    const input = /** @type {HTMLInputElement} */ (this.renderRoot.querySelector('input[type=file]'));
    input.click();
  }

  render() {
    const { state } = viewer;
    const marks = state.citations.filter((citation) => citation.document === state.document && citation.spans?.length > 0).map((citation) => ({
      key: citation.id,
      marker: citation.marker,
      title: citation.marker ? t('citation.title', { marker: citation.marker, quote: citation.quote }) : citation.quote.slice(0, 120),
      weak: strength(citation) === 'weak',
      spans: citation.spans,
    }));
    const active = state.citations[state.active];
    return html`<pin-split ?open=${state.open} .label=${t('viewer.pages')}>
      <div class="column">
        <div class="turns">${this.#turns()}</div>
        <div class="ask"><div><pin-question .busy=${chat.state.turns.some((turn) => turn.state === 'asking' || turn.state === 'writing')} @ask=${(event) => this.#ask(event.detail)} @stop-asking=${() => stop()}></pin-question></div></div>
      </div>
      ${state.open
        ? html`<pin-viewer slot="second" closable linked .document=${state.document} .version=${state.version} .name=${state.name} .marks=${marks} .active=${active?.id}
            .target=${{ page: state.page, stamp: state.stamp }}
            @viewer-close=${() => closeViewer()} @problem=${(event) => notify(event.detail, 'error')}
            @mark-chosen=${(event) => showCitation(state.citations, state.citations.findIndex((citation) => citation.id === event.detail))}>${this.#foot()}</pin-viewer>`
        : nothing}
    </pin-split>
    <div class="visually-hidden" role="status" aria-live="polite">${active && state.open ? t('citation.announce', { marker: active.marker || '', name: state.name, page: state.page ?? 1 }) : ''}</div>
    <input type="file" multiple hidden @change=${(event) => {
      upload(event.target.files);
      event.target.value = '';
    }}>`;
  }

  #foot() {
    const { citations, active } = viewer.state;
    const shown = citations.filter((citation) => citation.spans?.length > 0);
    const citation = citations[active];
    if (!citation) return nothing;
    return html`<div class="foot" slot="foot">
      <span class="quote" title=${citation.quote}>“${citation.quote}”</span>
      ${strength(citation) === 'sure' ? nothing : html`<span class="badge ${strength(citation)}" title=${(citation.disputed ?? []).map(readingsOf).join(t('sentence.space')) || nothing}>${t('verified.readAt', { percent: percentOf(citation.confidence) })}</span>`}
      ${shown.length > 1
        ? html`<span class="at">${t('citation.of', { at: shown.indexOf(citation) + 1, all: shown.length })}</span>
          <button class="tool previous" title="${t('citation.previous')} (p)" aria-label=${t('citation.previous')} @click=${() => stepCitation(-1)}>${icon('left')}</button>
          <button class="tool next" title="${t('citation.next')} (n)" aria-label=${t('citation.next')} @click=${() => stepCitation(1)}>${icon('right')}</button>`
        : nothing}
    </div>`;
  }

  #turns() {
    const { turns, loading, problem } = chat.state;
    if (problem) return html`<div class="inner"><div class="problem" role="alert">${icon('alert')}<span>${problem}</span></div><p><a href=${links.home}>${t('chat.new')}</a></p></div>`;
    if (loading && turns.length === 0) return html`<div class="inner"><p class="soft" role="status">${t('state.loading')}</p></div>`;
    if (turns.length > 0) return html`<div class="inner">${repeat(turns, (turn, index) => index, (turn) => html`<pin-answer .turn=${turn} .state=${turn.state} .answer=${turn.answer} .verdict=${turn.verdict} @ask=${(event) => this.#ask(event.detail)}></pin-answer>`)}</div>`;
    return this.#welcome();
  }

  #welcome() {
    const documents = [...library.state.documents.values()];
    if (!library.state.loaded) return library.state.problem ? html`<div class="inner"><div class="problem" role="alert">${icon('alert')}<span>${library.state.problem}</span></div></div>` : nothing;
    if (documents.length === 0) {
      return html`<div class="inner welcome">
        <div><h1>${t('welcome.title')}</h1><p class="lead">${t('welcome.lead')}</p></div>
        <div class="drop" role="button" tabindex="0" @click=${() => this.#choose()} @keydown=${(event) => (event.key === 'Enter' || event.key === ' ') && (event.preventDefault(), this.#choose())}>
          ${icon('upload')}<strong>${t('upload.drop')}</strong><span class="soft">${t('upload.kinds')}</span><span class="button primary">${t('upload.choose')}</span>
        </div>
        ${matchMedia('(pointer: coarse)').matches ? html`<button class="button photos" @click=${() => collectPhotographs()}>${icon('camera')}${t('photos.title')}</button>` : nothing}
      </div>`;
    }
    const busy = documents.filter(isBusy).length;
    const ready = documents.filter(canAsk).length;
    const samples = this.#examples(documents);
    return html`<div class="inner welcome">
      <div><h1>${t('welcome.ask')}</h1><p class="lead">${many('welcome.ready', ready)}${t('sentence.space')}${t('welcome.pinned')}</p></div>
      ${samples.length > 0 ? html`<div class="examples"><h2>${t('welcome.examples')}</h2>${samples.map((question) => html`<button class="example" @click=${() => this.#ask(question)}>${icon('ask')}<span>${question}</span></button>`)}</div>` : nothing}
      ${busy > 0 ? html`<p class="state" role="status">${icon('clock')}${many('welcome.busy', busy)}</p>` : nothing}
      <p class="state">${icon('upload')}<span>${t('welcome.more')} <a href=${links.library} @click=${(event) => (event.preventDefault(), this.#choose())}>${t('upload.choose')}</a>${matchMedia('(pointer: coarse)').matches ? html` · <a href=${links.library} @click=${(event) => (event.preventDefault(), collectPhotographs())}>${t('photos.action')}</a>` : nothing}</span></p>
    </div>`;
  }

  /** Questions that the documents at hand can answer: those of the sample collection, where it is. */
  #examples(documents) {
    const names = documents.filter(canAsk).map((document) => document.name.toLowerCase());
    const has = (pattern) => names.some((name) => pattern.test(name));
    const found = [];
    if (has(/lease/)) found.push(t('example.lease'));
    if (has(/采购|purchase/)) found.push(t('example.purchase'));
    if (has(/^amendment/)) found.push(t('example.fee'));
    if (has(/nda|non-disclosure|confidential/)) found.push(t('example.nda'));
    if (has(/employ/)) found.push(t('example.employment'));
    if (found.length === 0 && names.length > 0) found.push(t('example.term'), t('example.law'), t('example.terminate'));
    return found.slice(0, 3);
  }
}

customElements.define('pin-chat', PinChat);
