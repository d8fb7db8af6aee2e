// How the machine is doing: what it holds, what it is working on, and the index.
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { PinElement } from '../ui/element.js';
import { base } from '../ui/styles.js';
import { icon } from '../ui/icons.js';
import { confirm } from '../ui/dialogs.js';
import { notify } from '../lib/store.js';
import { api } from '../lib/api.js';
import { isFinal, jobs, library, loadJobs, takeAnswer } from '../lib/library.js';
import { links } from '../lib/router.js';
import { exactly, number, said, size, t, when, word } from '../lib/i18n.js';

const SHOWN = 25;

class PinAdmin extends PinElement {
  static properties = { _status: { state: true }, _generations: { state: true }, _problem: { state: true }, _filter: { state: true }, _shown: { state: true } };

  get looksAt() {
    return [jobs, library];
  }

  static styles = [
    base,
    css`
      :host { display: block; height: 100%; overflow-y: auto; }
      .page { max-width: 1060px; margin: 0 auto; padding: 30px 32px 80px; display: grid; gap: 34px; }
      .page > * { min-width: 0; }
      section > header { display: flex; flex-wrap: wrap; align-items: center; gap: 10px; margin-bottom: 12px; }
      section > header h2 { flex: 1; font-size: 17px; }
      .numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(138px, 1fr)); border: 1px solid var(--line); border-radius: 13px; overflow: clip; background: var(--line); gap: 1px; }
      .numbers > div { padding: 15px 18px; background: var(--raised); }
      .numbers dd { font: 600 25px/1.2 var(--serif); font-variant-numeric: tabular-nums lining-nums; }
      .numbers dt { font-size: 13px; color: var(--ink-soft); margin-top: 2px; }
      .numbers > div { display: flex; flex-direction: column-reverse; justify-content: flex-end; }
      .list { border: 1px solid var(--line); border-radius: 13px; background: var(--raised); overflow: clip; }
      .row { display: grid; gap: 4px 16px; align-items: center; padding: 11px 12px 11px 18px; font-size: 14px; }
      .row + .row { border-top: 1px solid var(--line); }
      .job { grid-template-columns: 104px minmax(0, 1fr) 190px 78px; min-height: 54px; }
      .generation { grid-template-columns: 70px 110px minmax(0, 1fr) 220px; }
      .model { grid-template-columns: 130px minmax(0, 1fr) 160px 120px; }
      .what { min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
      .what a { color: var(--ink); }
      .kind { font-weight: 600; }
      .state { display: grid; gap: 5px; font-size: 13px; color: var(--ink-soft); }
      .state.FAILED { color: var(--danger); }
      .state.RETRYING { color: var(--warn); }
      .buttons { display: flex; justify-content: flex-end; }
      .reason { grid-column: 1 / -1; }
      .reason.problem, .reason.note { padding: 8px 12px; font-size: 13px; }
      .tag { display: inline-block; padding: 2px 9px; border-radius: 10px; font: 600 12px/1.5 var(--sans); background: var(--sunken); color: var(--ink-soft); justify-self: start; }
      .tag.LIVE { background: var(--accent-soft); color: var(--accent-strong); }
      .tag.FAILED { background: var(--danger-soft); color: var(--danger); }
      .tag.BUILDING, .tag.PAUSED { background: var(--warn-soft); color: var(--warn); }
      .outdated { margin-bottom: 12px; }
      .none { padding: 26px; text-align: center; color: var(--ink-soft); }
      .filter { display: flex; gap: 4px; }
      .filter button[aria-pressed='true'] { background: var(--accent-soft); color: var(--accent-strong); }
      .facts { font-size: 13px; color: var(--ink-soft); margin-top: 10px; overflow-wrap: anywhere; }
      .dot { display: inline-block; width: 8px; height: 8px; border-radius: 50%; background: var(--accent); margin-right: 7px; }
      .dot.ill { background: var(--danger); border-radius: 2px; transform: rotate(45deg); }
      @media (max-width: 760px) {
        .page { padding: 20px 14px 50px; }
        .job { grid-template-columns: minmax(0, 1fr) auto; }
        .job .what { grid-column: 1; } .job .state { grid-column: 1; grid-row: 3; } .job .buttons { grid-row: 1 / 4; grid-column: 2; }
        .generation { grid-template-columns: auto minmax(0, 1fr); } .generation > * { grid-column: auto; } .generation .wide { grid-column: 1 / -1; }
        .model { grid-template-columns: minmax(0, 1fr) auto; } .model .what { grid-column: 1; }
      }
    `,
  ];

  #timer = 0;

  constructor() {
    super();
    this._filter = 'all';
    this._shown = SHOWN;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#load();
    loadJobs().catch(() => {});
    this.#timer = setInterval(() => document.visibilityState === 'visible' && this.#load(), 5000);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  async #load() {
    try {
      const [status, generations] = await Promise.all([api.status(), api.generations()]);
      this._status = status;
      this._generations = generations;
      this._problem = null;
    } catch (error) {
      this._problem = error.message;
    }
  }

  /** @param {() => Promise<any>} action @param {any} [of] the job it is about, as it is known */
  async #act(action, of) {
    try {
      const job = await action();
      if (job?.id && job.type) takeAnswer(job, of);
      if (job?.job) takeAnswer(job.job, of);
      await this.#load();
    } catch (error) {
      notify(error.message, 'error');
    }
  }

  async #rebuild() {
    if (await confirm({ title: t('admin.rebuild.title'), text: t('admin.rebuild.text'), action: t('admin.rebuild') })) this.#act(() => api.rebuild());
  }

  render() {
    const building = [...jobs.state.byId.values()].find((job) => job.type === 'REBUILD' && !isFinal(job));
    return html`<div class="page">
      <h1>${t('nav.admin')}</h1>
      ${this._problem ? html`<div class="problem" role="alert">${icon('alert')}<span>${this._problem}</span></div>` : nothing}
      ${this._status ? this.#numbers() : nothing}
      <section aria-labelledby="index">
        <header><h2 id="index">${t('admin.index')}</h2><button class="button rebuild" ?disabled=${Boolean(building)} @click=${() => this.#rebuild()}>${icon('retry')}${t('admin.rebuild')}</button></header>
        ${building ? nothing : (this._status?.index?.outdated ?? []).map((part) => html`<div class="note outdated" role="note">${icon('alert')}<span>${t(`admin.outdated.${part}`)}</span></div>`)}
        <div class="list" role="list">
          ${building ? html`<div class="row job" role="listitem">${this.#job(building)}</div>` : nothing}
          ${(this._generations ?? []).map((generation) => this.#generation(generation))}
        </div>
      </section>
      ${this.#models()}
      ${this.#jobs()}
    </div>`;
  }

  #numbers() {
    const { counts, queue, index } = this._status;
    const all = [
      ['documents', counts.documents],
      ['chunks', counts.chunks],
      ['running', queue.running],
      ['queued', queue.queued + queue.retrying],
      ['failed', queue.failed],
    ];
    return html`<dl class="numbers">
      ${all.map(([name, value]) => html`<div><dt>${t(`admin.count.${name}`)}</dt><dd>${number(value)}</dd></div>`)}
      ${index ? html`<div><dt>${t('admin.count.index')}</dt><dd>${size(index.bytes)}</dd></div>` : nothing}
    </dl>`;
  }

  #generation(generation) {
    return html`<div class="row generation" role="listitem">
      <span class="kind">${t('admin.generation', { id: generation.id })}</span>
      <span class="tag ${generation.state}">${word('generation', generation.state)}</span>
      <span class="wide soft small">${[generation.documents !== undefined ? `${number(generation.documents)} ${t('admin.documents')}` : '', generation.chunks !== undefined ? `${number(generation.chunks)} ${t('admin.passages')}` : '', generation.bytes ? size(generation.bytes) : '', generation.lag > 0 ? t('admin.lag', { n: number(generation.lag) }) : ''].filter(Boolean).join(' · ')}</span>
      <span class="wide soft small" title=${[generation.backend, generation.chunker, generation.models].filter(Boolean).join(' · ')}>${generation.activatedAt ? t('admin.since', { time: exactly(generation.activatedAt) }) : t('admin.made', { time: exactly(generation.createdAt) })}</span>
    </div>`;
  }

  #models() {
    if (!this._status) return nothing;
    const { engines, ocr, version, runtime, startedAt, access } = this._status;
    const facts = [
      `Pincite ${version}`,
      `Java ${runtime.java}`,
      t('admin.processors', { n: number(runtime.processors) }),
      t('admin.memory', { used: size(runtime.heapBytes), limit: size(runtime.heapLimitBytes) }),
      t('admin.started', { time: exactly(startedAt) }),
      t(`admin.access.${access}`),
    ];
    return html`<section aria-labelledby="models"><header><h2 id="models">${t('admin.models')}</h2></header>
      <div class="list">${engines.filter((engine) => engine.what === 'READER').map((engine) => this.#engine(engine))}${ocr ? (ocr.engines?.length ? ocr.engines : [ocr]).map((engine) => this.#ocr(engine)) : nothing}${engines.filter((engine) => engine.what !== 'READER' && engine.what !== 'OCR').map((engine) => this.#engine(engine))}</div>
      <p class="facts">${facts.join(' · ')}</p>
    </section>`;
  }

  #engine(engine) {
    const name = engine.name.split(',').map((part) => part.split(':')[0]).join(', ');
    return html`<div class="row model"><span class="soft">${word('engine', engine.what)}</span><span class="what" title=${engine.name}><b>${name}</b></span><span class="soft what" title=${engine.device}>${engine.device}</span></div>`;
  }

  /** A reader of page images: what it is to run on, what it runs on, and why the two differ where they do. */
  #ocr(ocr) {
    const device = !ocr.device || ocr.device === ocr.deviceAsked ? ocr.deviceAsked : t('admin.ocr.instead', { device: ocr.device, asked: ocr.deviceAsked });
    const about = [ocr.version, ...(ocr.languages ?? [])].filter(Boolean).join(' · ');
    return html`<div class="row model ocr">
      <span class="soft">${word('engine', 'OCR')}</span><span class="what" title=${[ocr.models, about].filter(Boolean).join(' · ')}><b>${ocr.engine}</b></span>
      <span class="soft what" title=${device}>${ocr.state === 'OFF' ? '' : device}</span><span class="soft">${ocr.state === 'FAILED' ? html`<i class="dot ill"></i>` : nothing}${word('admin.ocr', ocr.state)}</span>
      ${ocr.remark ? html`<div class="reason ${ocr.state === 'FAILED' ? 'problem' : 'note'}">${icon('alert')}<span>${ocr.remark}</span></div>` : nothing}
    </div>`;
  }

  #jobs() {
    const all = [...jobs.state.byId.values()].sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
    const kinds = { all: () => true, open: (job) => !isFinal(job), failed: (job) => job.state === 'FAILED' };
    const list = all.filter(kinds[this._filter]);
    return html`<section aria-labelledby="jobs">
      <header><h2 id="jobs">${t('admin.jobs')}</h2>
        <div class="filter" role="group">${Object.keys(kinds).map((kind) => html`<button class="button small quiet" aria-pressed=${this._filter === kind ? 'true' : 'false'} @click=${() => (this._filter = kind)}>${t(`admin.filter.${kind}`)}</button>`)}</div></header>
      ${list.length === 0
        ? html`<div class="list"><p class="none">${t('admin.noJobs')}</p></div>`
        : html`<div class="list" role="list">${repeat(list.slice(0, this._shown), (job) => job.id, (job) => html`<div class="row job" role="listitem" data-job=${job.id}>${this.#job(job)}</div>`)}</div>`}
      ${list.length > this._shown ? html`<p class="facts"><button class="button small quiet" @click=${() => (this._shown += 100)}>${t('admin.moreJobs')}</button></p>` : nothing}
    </section>`;
  }

  #job(job) {
    const document = job.document ? library.state.documents.get(job.document) : null;
    const running = job.state === 'RUNNING' || job.state === 'QUEUED' || job.state === 'RETRYING';
    const known = job.total > 0;
    const progress = job.state === 'RUNNING' && known ? t('admin.progress', { stage: this.#stage(job), done: number(job.done), total: number(job.total) }) : job.state === 'RUNNING' && job.stage ? this.#stage(job) : word('job', job.state);
    return html`
      <span class="kind">${word('jobType', job.type)}</span>
      <span class="what">${document ? html`<a href=${links.document(document.id)} title=${document.name}>${document.name}</a>` : job.document ? html`<span class="soft">${t('admin.goneDocument')}</span>` : nothing}
        <div class="soft small" title=${exactly(job.createdAt)}>${when(job.createdAt)}${job.attempts > 1 ? ` · ${t('admin.attempt', { n: job.attempts })}` : ''}</div></span>
      <span class="state ${job.state}" role="status">${progress}
        ${job.state === 'RUNNING' ? html`<div class="bar ${known ? '' : 'unknown'}" role="progressbar" aria-label=${progress} aria-valuenow=${known ? Math.round((job.done / job.total) * 100) : nothing}><i .style=${known ? `width:${Math.round((job.done / job.total) * 100)}%` : ''}></i></div>` : nothing}</span>
      <span class="buttons">${running
        ? html`<button class="tool" title=${t('action.cancel')} aria-label=${t('admin.cancelJob')} @click=${() => this.#act(() => api.cancelJob(job.id), job)}>${icon('close')}</button>`
        : job.state === 'FAILED' || job.state === 'CANCELLED'
          ? html`<button class="tool" title=${t('action.retry')} aria-label=${t('admin.retryJob')} @click=${() => this.#act(() => api.retryJob(job.id), job)}>${icon('retry')}</button>`
          : nothing}</span>
      ${job.problem ? html`<div class="reason ${job.state === 'FAILED' ? 'problem' : 'note'}">${icon('alert')}<span title=${job.problem.detail ?? ''}>${said(job.problem)}</span></div>` : nothing}`;
  }

  #stage(job) {
    return word('stage', String(job.stage ?? 'working'));
  }
}

customElements.define('pin-admin', PinAdmin);
