// Anole's console in the browser: charts and their clock, live values, refreshed regions, keys. Pages work without it.
'use strict';
const root = document.documentElement, body = document.body;
const $ = (s, e = document) => e.querySelector(s), $$ = (s, e = document) => [...e.querySelectorAll(s)];
const zh = root.lang === 'zh', say = (en, cn) => zh ? cn : en;
const SVG = 'http://www.w3.org/2000/svg', NARROW = '\u202f', NBSP = '\u00a0';
const drawn = (name, attributes, parent) => {
  const e = document.createElementNS(SVG, name);
  for (const k in attributes) e.setAttribute(k, attributes[k]);
  if (parent) parent.append(e);
  return e;
};
const made = (name, cls, text, parent) => {
  const e = document.createElement(name);
  if (cls) e.className = cls;
  if (text !== undefined) e.textContent = text;
  if (parent) parent.append(e);
  return e;
};
const announce = text => { const s = $('#said'); if (s) s.textContent = text; };

/* ---- numbers as the server writes them: few digits, narrow thousands, the unit beside ---- */
const count = v => { const d = String(Math.abs(Math.round(v))).replace(/\B(?=(\d{3})+$)/g, NARROW); return v < -.5 ? '−' + d : d; };
const few = v => { const a = Math.abs(v); return a >= 9.95 || a < .05 ? count(v) : v.toFixed(1).replace('-', '−'); };
const scaled = (v, base, names, unit, gap = NBSP) => { let p = 0, a = Math.abs(v); while (a >= base * .9995 && p < names.length - 1) { a /= base; p++; } return [few(v / base ** p), gap, names[p] + unit]; };
const DEC = ['', 'k', 'M', 'G', 'T', 'P'];
function parts(v, unit = '') {
  if (v === null || v === undefined || !isFinite(v)) return ['—', '', ''];
  switch (unit) {
    case '': return [Number.isInteger(v) ? count(v) : few(v), '', ''];
    case '%': return [few(v), zh ? '' : NBSP, '%'];
    case 'B': return scaled(v, 1024, ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi'], 'B');
    case 'B/s': case 'bit/s': return scaled(v, 1000, DEC, unit);
    case '/s': { const [n, g, u] = scaled(v, 1000, DEC, unit); return [n, u === '/s' ? '' : g, u]; }
    default: return [Number.isInteger(v) ? count(v) : few(v), NBSP, unit];
  }
}
const figure = (v, unit) => parts(v, unit).join('');

/* ---- time in the zone that the server was asked for ---- */
const zone = root.dataset.zone || 'UTC';
const stamp = (() => { try { return new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' }); } catch { return null; } })();
const offset = ms => {
  if (!stamp) return 0;
  const p = {}; for (const x of new Intl.DateTimeFormat('en-US', { timeZone: zone, year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric', hourCycle: 'h23' }).formatToParts(ms)) p[x.type] = +x.value;
  return Date.UTC(p.year, p.month - 1, p.day, p.hour, p.minute, p.second) - Math.floor(ms / 1000) * 1000;
};
let shift = offset(Date.now());
const iso = ms => new Date(ms + shift).toISOString();          // local fields in the chosen zone
const clockOf = (ms, span = 0) => span > 48 * 36e5 ? iso(ms).slice(5, 16).replace('T', ' ') : iso(ms).slice(11, 19);
const fromLocal = text => Date.parse(text + 'Z') - shift;

/* ---- light and dark: at once, and kept by the server ---- */
const token = () => $('meta[name=csrf]')?.content || '';
for (const b of $$('[data-theme-switch]')) b.addEventListener('click', e => {
  e.preventDefault();
  const dark = (root.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark';
  root.dataset.theme = dark ? 'light' : 'dark';
  fetch('/preferences', { method: 'POST', redirect: 'manual', headers: { 'X-CSRF-Token': token() }, body: new URLSearchParams({ _csrf: token(), theme: root.dataset.theme, back: '/' }) });
});

/* ---- charts: one window of time, one cross-hair, one stream ---- */
const plots = $$('.plotbox[data-curves]').map(box => ({
  box, svg: $('svg', box), hair: $('.xh', box), key: box.parentNode.querySelector('.key'), name: box.getAttribute('aria-label'),
  form: box.dataset.form, unit: box.dataset.unit || '', top: +box.dataset.top || 0, least: +box.dataset.least || 0, limit: +box.dataset.limit || 0,
  peak: box.dataset.peak || '', curves: JSON.parse(box.dataset.curves).map(([colour, ids, label, scale]) => ({ colour, ids, label, scale })),
}));
const sums = $$('[data-sum]').map(e => ({ e, ids: JSON.parse(e.dataset.sum), unit: e.dataset.unit || '', scale: +e.dataset.scale || 1, hot: e.dataset.hot === undefined ? Infinity : +e.dataset.hot, big: e.classList.contains('v') }));
const wanted = [...new Set([...plots.flatMap(p => [...p.curves.flatMap(c => c.ids), ...(p.peak ? [p.peak] : [])]), ...sums.flatMap(s => s.ids)])];
const STEPS = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21600], POINTS = 450;
const stepFor = seconds => STEPS.find(s => seconds / s <= POINTS) || 21600;
const board = $('[data-board]'), liveButton = $('[data-live]'), rangeBox = $('[data-range]');
const view = { length: 900, from: 0, to: 0, step: 2, zoomed: false, paused: false, lostAt: 0, heard: 0, stream: null, retry: 0, asked: 0 };
let data = new Map();                                        // id → { avg: [], max: [] } on the grid from, from + step, …
let size = 0, cursor = null, dragging = null, painted = 0, pending = false;

const at = i => view.from + i * view.step * 1000;
const indexOf = ms => Math.floor((ms - view.from) / (view.step * 1000));
const column = (ids, kind) => {
  if (ids.length === 1) return data.get(ids[0])?.[kind] || new Array(size).fill(null);
  const out = new Array(size).fill(null);
  for (const id of ids) { const d = data.get(id)?.[kind]; if (d) for (let i = 0; i < size; i++) if (d[i] !== null && d[i] !== undefined) out[i] = (out[i] ?? 0) + d[i]; }
  return out;
};
const times = (a, k) => k === 1 ? a : a.map(v => v === null || v === undefined ? null : v * k);

const effect = $('[data-effect]');
function readAddress() {
  if (effect) { view.zoomed = true; view.from = Date.parse(effect.dataset.from); view.to = Date.parse(effect.dataset.to); view.length = (view.to - view.from) / 1000; return; }
  const q = new URLSearchParams(location.search), from = Date.parse(q.get('from')), to = Date.parse(q.get('to'));
  view.zoomed = to > from;
  if (view.zoomed) { view.from = from; view.to = to; view.length = (to - from) / 1000; }
  else { const b = rangeBox && ($(`[value="${CSS.escape(q.get('range') || kept('range') || '15m')}"]`, rangeBox) || $('button[data-s]', rangeBox)); view.length = b ? +b.dataset.s : 900; }
}
function kept(k) { try { return sessionStorage.getItem(k); } catch { return null; } }
function keep(k, v) { try { sessionStorage.setItem(k, v); } catch { /* private window */ } }
function address(change, push) {
  const q = new URLSearchParams(location.search);
  for (const k in change) if (change[k] === null) q.delete(k); else q.set(k, change[k]);
  const url = location.pathname + (q.size ? '?' + q : '');
  history[push ? 'pushState' : 'replaceState'](null, '', url);
}
function marks() {
  if (!rangeBox) return;
  for (const b of $$('button[data-s]', rangeBox)) b.setAttribute('aria-pressed', !view.zoomed && +b.dataset.s === view.length);
  $('[popovertarget=pick]', rangeBox).setAttribute('aria-pressed', view.zoomed);
}

async function load() {
  if (!plots.length) return;
  const asked = ++view.asked, step = stepFor(view.length), ms = step * 1000;
  if (!view.zoomed) { view.to = Math.ceil(Date.now() / ms) * ms; view.from = view.to - view.length * 1000; }
  const from = Math.floor(view.from / ms) * ms, n = Math.ceil((view.to - from) / ms), q = new URLSearchParams({ from: new Date(from).toISOString(), to: new Date(from + n * ms).toISOString(), points: n });
  for (const id of wanted) q.append('id', id);
  const slow = setTimeout(() => board?.classList.add('busy'), 300);
  let got = null;
  try { const r = await fetch('/api/v1/series?' + q, { headers: { Accept: 'application/json' } }); if (r.ok) got = await r.json(); } catch { /* the stream will say that it is lost */ }
  clearTimeout(slow); board?.classList.remove('busy');
  if (asked !== view.asked) return;
  const fresh = new Map(), zero = got ? time(got.from) : from, gap = got ? got.step * 1000 : ms;
  for (const s of got?.series || []) {
    const avg = new Array(n).fill(null), max = new Array(n).fill(null);
    for (let i = 0; i < s.avg.length; i++) {
      const j = Math.floor((zero + i * gap - from) / ms), v = s.avg[i], m = s.max?.[i] ?? v;
      if (j < 0 || j >= n || v === null) continue;
      avg[j] = v; max[j] = max[j] === null ? m : Math.max(max[j], m);
      if (gap > ms) for (let k = 1; k < gap / ms && j + k < n; k++) { avg[j + k] = v; max[j + k] = m; }
    }
    fresh.set(s.id, { avg, max });
  }
  view.step = step; view.from = from; size = n; data = fresh; cursor = null;
  if (effect) compare();
  marks(); paint();
}
/* waiting before and after a change: averages of whole minutes on each side, and whether they differ by more than they vary */
function compare() {
  const mark = Date.parse(effect.dataset.mark); let told = 0;
  for (const p of plots) {
    const sides = [[], []], minutes = new Map(), a = column(p.curves[0].ids, 'avg');
    a.forEach((v, i) => { if (v === null || v === undefined) return; const k = Math.floor((at(i) - mark) / 6e4); const m = minutes.get(k) || [0, 0]; m[0] += v; m[1]++; minutes.set(k, m); });
    for (const [k, [sum, n]] of minutes) sides[k < 0 ? 0 : 1].push(sum / n);
    const box = p.box.closest('.effect'), [x, y] = sides.map(s => s.reduce((t, v) => t + v, 0) / s.length); box.hidden = sides[0].length < 2 || sides[1].length < 2; if (box.hidden) continue;
    told++;
    const spread = (s, m) => s.reduce((t, v) => t + (v - m) ** 2, 0) / (s.length - 1) / s.length, big = $('.big', box), t = Math.abs(x - y) / Math.sqrt(spread(sides[0], x) + spread(sides[1], y) || 1e-9);
    big.replaceChildren(made('span', '', figure(x, '%') + ' → '), figure(y, '%'));
    $('p', box).textContent = Math.abs(x - y) >= .5 && t >= 3 ? say('differs by more than it varies', '差异大于波动') : say('no more than it varies anyway', '未超出平常波动');
  }
  effect.hidden = !told;
}
const time = v => typeof v === 'number' ? v : Date.parse(v);

/* the window follows the clock: buckets slide out on the left, and where nothing was heard a gap comes in on the right */
function advance(now) {
  const by = indexOf(now) - size + 1; if (by <= 0 || !size) return false;
  const over = Math.min(size, by);
  for (const d of data.values()) for (const k of ['avg', 'max']) { d[k].splice(0, over); for (let j = 0; j < over; j++) d[k].push(null); }
  view.from += by * view.step * 1000; view.to = at(size);
  return true;
}
/* a sample of the stream goes into its bucket */
function take(sample) {
  const now = time(sample.at), values = sample.values, was = view.lostAt; view.heard = Date.now(); view.lostAt = 0;
  if (was) { tell(); if (!view.zoomed && !view.paused) load(); }
  for (const s of sums) {
    let v = null; for (const id of s.ids) if (values[id] !== null && values[id] !== undefined) v = (v ?? 0) + values[id];
    if (v === null) continue;
    v *= s.scale;
    if (s.big) { const [n, , u] = parts(v, s.unit); s.e.firstChild.data = n; s.e.lastChild.textContent = u; }
    else { const t = figure(v, s.unit); if (s.e.textContent !== t) s.e.textContent = t; s.e.parentNode.className = v >= s.hot ? 'hot' : v === 0 ? 'z' : ''; }
  }
  if (view.zoomed || view.paused || !plots.length) return;
  const moved = !held() && advance(now), i = indexOf(now);
  if (i < 0 || i >= size) return;
  for (const id of wanted) {
    const v = values[id]; if (v === null || v === undefined) continue;
    let d = data.get(id); if (!d) data.set(id, d = { avg: new Array(size).fill(null), max: new Array(size).fill(null) });
    const n = d.at === i + view.from ? d.n : d.avg[i] === null ? 0 : 1;
    d.avg[i] = n ? (d.avg[i] * n + v) / (n + 1) : v; d.max[i] = n ? Math.max(d.max[i], v) : v; d.n = n + 1; d.at = i + view.from;
  }
  // The picture is drawn when a bucket is full, which at 15 minutes is every other second; figures follow each second.
  if (held()) return;
  if (moved || performance.now() - painted > 10000) later(); else keysAt(newest());
}
const held = () => cursor !== null || !!dragging;
function later() {                                            // one repaint a second at most
  if (pending || document.hidden) return;
  pending = true;
  setTimeout(() => requestAnimationFrame(() => { pending = false; paint(); }), Math.max(0, painted + 950 - performance.now()));
}

/* ---- the stream ---- */
function listen() {
  if (!liveButton || document.hidden || view.stream) return;
  const q = new URLSearchParams(); for (const id of wanted) q.append('id', id);
  const s = view.stream = new EventSource('/api/v1/live?' + q);
  s.onopen = () => { view.retry = 0; view.heard = Date.now(); };
  const got = e => { try { take(JSON.parse(e.data)); } catch { /* not a sample */ } };
  s.onmessage = got; s.addEventListener('sample', got); s.addEventListener('lost', lose);
  s.onerror = () => {
    lose();
    if (s.readyState === EventSource.CLOSED) { s.close(); view.stream = null; view.retry = Math.min(10, view.retry + 1); setTimeout(listen, view.retry * 1000); }
  };
}
function lose() { if (!view.lostAt) { view.lostAt = view.heard || Date.now(); announce(say('The live stream is lost, trying again', '实时数据已断开，正在重连')); } tell(); }
function tell() {
  if (!liveButton) return;
  const on = !view.paused && !view.zoomed, label = $('span', liveButton), lost = on && view.lostAt;
  liveButton.setAttribute('aria-pressed', on && !lost);
  liveButton.classList.toggle('lost', !!lost);
  const bar = $('.lostbar.stream');
  if (!lost) bar?.remove();
  else if (!bar) $('main').prepend(made('div', 'lostbar stream', say(`No samples since ${clockOf(view.lostAt, 0)}: what you see is from then. It goes on by itself.`, `自 ${clockOf(view.lostAt, 0)} 起没有采样，显示的是当时的数值；恢复后会自动继续。`)));
  board?.classList.toggle('stale', !!view.lostAt);
  const s = Math.round((Date.now() - view.lostAt) / 1000);
  label.textContent = lost ? say(`Lost ${s} s ago, trying again`, `${s} 秒前断开，正在重连`) : view.zoomed ? say('Go live', '回到实时')
    : view.paused ? say('Paused', '已暂停') : held() ? say('Held', '已停住') : say('Live, 1 s', '实时 1 秒');
}
function live(on) {
  if (on && view.zoomed) { view.zoomed = false; address({ from: null, to: null }, true); readAddress(); }
  view.paused = !on; tell(); if (on) load();
}

/* ---- drawing: paths in pixels of the box ---- */
const nice = v => { const p = 10 ** Math.floor(Math.log10(v)); for (const k of [1, 1.5, 2, 3, 4, 5, 6, 8, 10]) if (k * p >= v * .999) return k * p; return 10 * p; };
function line(a, x, y) {                                      // a gap where nothing is known: never a zero, never a bridge
  let d = '', pen = false;
  for (let i = 0; i < a.length; i++) { const v = a[i]; if (v === null || v === undefined || !isFinite(v)) { pen = false; continue; } d += (pen ? 'L' : 'M') + x(i) + ',' + y(v); if (!pen && (i + 1 >= a.length || a[i + 1] === null)) d += 'h1'; pen = true; }
  return d;
}
function area(over, under, x, yo, yu) {
  let d = '', start = -1;
  const close = end => { if (start < 0) return; let p = ''; for (let i = start; i <= end; i++) p += (i === start ? 'M' : 'L') + x(i) + ',' + yo(over[i]); for (let i = end; i >= start; i--) p += 'L' + x(i) + ',' + yu(under ? under[i] : 0); d += p + 'Z'; start = -1; };
  for (let i = 0; i < over.length; i++) { if (over[i] === null || over[i] === undefined) close(i - 1); else if (start < 0) start = i; }
  close(over.length - 1);
  return d;
}
const r1 = v => Math.round(v * 10) / 10;
const thin = (a, k, join) => { if (k < 2 || !a) return a; const out = []; for (let i = 0; i < a.length; i += k) { let v = null, n = 0; for (let j = i; j < i + k && j < a.length; j++) if (a[j] !== null && a[j] !== undefined) { v = v === null ? a[j] : join(v, a[j]); n++; } out.push(v === null ? null : join === sum ? v / n : v); } return out; };
const sum = (a, b) => a + b;
function draw(p) {
  const W = p.box.clientWidth, H = p.box.clientHeight, svg = p.svg; if (!W || !H) return;
  const k = Math.max(1, Math.ceil(size / W * 1.4)), n = Math.ceil(size / k);        // no more points than the eye can tell apart
  const cols = p.curves.map(c => thin(times(column(c.ids, 'avg'), c.scale), k, sum)), peaks = p.form === 'stack' || view.step * k < 3 ? null : p.curves.map(c => thin(times(column(c.ids, 'max'), c.scale), k, Math.max));
  const mirror = p.form === 'mirror', reach = (peaks || cols);
  let top = p.top;
  if (!top) { let m = 0; for (const a of reach) for (const v of a) if (v > m) m = v; if (p.limit && p.unit === '%' && m > p.limit * .6) m = Math.max(m, p.limit * 1.2); top = p.unit === '%' ? Math.min(100, nice(Math.max(m, p.least))) : nice(Math.max(m, p.least, 1e-9)); }
  p.shown = top; const max = $('.max', p.key); if (max) max.textContent = figure(top, p.unit);
  const zero = mirror ? H / 2 : H, tall = (mirror ? H / 2 : H) - 1, dx = W / (size / k);
  const x = i => r1((i + .5) * dx), y = v => r1(zero - Math.min(1, v / top) * tall), down = v => r1(zero + Math.min(1, v / top) * tall);
  const f = document.createDocumentFragment(), L = (cls, y1, y2 = y1, x1 = 0, x2 = W) => drawn('line', { class: cls, x1, x2, y1, y2 }, f), P = (cls, d) => { if (d) drawn('path', { class: cls, d }, f); };
  if (mirror) L('g0', zero); else { L('g', Math.round(H / 2) + .5); L('g0', H - .5); }
  if (p.form === 'stack') {
    let under = new Array(n).fill(0);
    cols.forEach((a, j) => { const c = p.curves[j].colour, over = a.map((v, i) => v === null || v === undefined ? null : v + (under[i] || 0)); P('a f' + c, area(over, under, x, y, y)); P('l thin l' + c, line(over, x, y)); under = over.map((v, i) => v ?? under[i]); });
    if (p.peak && view.step > 2) P('l thin peak', line(thin(column([p.peak], 'max'), k, Math.max), x, y));
  } else cols.forEach((a, j) => {
    const c = p.curves[j].colour, to = mirror && j === 1 ? down : y;
    P('lf f' + c, area(a, null, x, to, to));
    if (peaks) P('lp f' + c, area(peaks[j].map((v, i) => a[i] === null ? null : v), a, x, to, to));
    P('l l' + c, line(a, x, to));
  });
  for (const e of events) { const ex = (e.at - view.from) / (view.to - view.from || 1) * W; if (ex > 0 && ex < W) L('evl ' + e.kind, 0, H, r1(ex), r1(ex)); }
  if (p.limit && p.limit < top) L('limit', y(p.limit));
  svg.setAttribute('viewBox', `0 0 ${W} ${H}`); svg.replaceChildren(f);
}
function keysAt(i) {
  for (const p of plots) { const b = $$('b', p.key); p.curves.forEach((c, j) => { const v = times(column(c.ids, 'avg'), c.scale)[i]; b[j].textContent = figure(v, p.unit); }); }
}
const newest = () => { for (let i = size - 1; i >= 0; i--) for (const d of data.values()) if (d.avg[i] !== null && d.avg[i] !== undefined) return i; return size - 1; };
function paint() {
  painted = performance.now();
  if (!size) return;
  plots.forEach(draw); keysAt(cursor ?? newest()); axes(); place(); tell();
}
const TICKS = [5, 10, 15, 30, 60, 120, 180, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 432000];
function axes() {
  for (const lane of $$('.lane .ax')) {
    const W = lane.clientWidth || 600, span = (view.to - view.from) / 1000, wide = span > 864e2 * 2 ? 90 : 66, every = (TICKS.find(t => span / t * wide <= W) || 432000) * 1000;
    const ticks = [];
    for (let t = Math.ceil((view.from + shift) / every) * every - shift; t <= view.to; t += every) {
      const f = (t - view.from) / (view.to - view.from); if (f * W < 18 || (1 - f) * W < 18) continue;
      const s = made('span', '', every >= 864e5 ? iso(t).slice(5, 10) : span > 864e2 ? iso(t).slice(5, 16).replace('T', ' ') : iso(t).slice(11, every < 6e4 ? 19 : 16)); s.style.left = f * 100 + '%'; ticks.push(s);
    }
    lane.replaceChildren(...ticks);
  }
}
const events = $$('.ev').map(e => ({ e, text: e.nextElementSibling, width: e.nextElementSibling.offsetWidth, at: +e.dataset.at, kind: e.classList[1] })).sort((a, b) => a.at - b.at);
function place() {
  const W = board ? $('.lane', board)?.clientWidth || 0 : 0; let last = -1e9;
  events.forEach(({ e, text, at: t }) => {
    const f = (t - view.from) / (view.to - view.from || 1), x = f * W; e.hidden = text.hidden = f < 0 || f > 1; if (e.hidden) return;
    e.style.left = text.style.left = f * 100 + '%';
    e.hidden = x - last < 10; if (e.hidden) { text.hidden = true; return; }
    last = x;
  });
  const shown = events.filter(v => !v.e.hidden);
  shown.forEach((v, i) => { const start = (v.at - view.from) / (view.to - view.from) * W + 11, end = shown[i + 1] ? (shown[i + 1].at - view.from) / (view.to - view.from) * W - 14 : W; v.text.hidden = start + v.width > end; });
}

/* ---- the cross-hair: pointer, finger and keys move the same one ---- */
function hair(i) {
  cursor = i === null || !size ? null : Math.min(size - 1, Math.max(0, i));
  board?.classList.toggle('hover', cursor !== null);
  const clock = board && $('.clock', board);
  if (cursor !== null) {
    const f = (cursor + .5) / size;
    for (const p of plots) p.hair.style.left = f * 100 + '%';
    if (clock) { clock.style.left = Math.min(93, Math.max(7, f * 100)) + '%'; clock.textContent = clockOf(at(cursor), view.to - view.from); }
    keysAt(cursor);
  } else { keysAt(newest()); later(); }
  tell();
}
for (const p of plots) {
  const share = e => { const r = p.box.getBoundingClientRect(); return Math.min(1, Math.max(0, (e.clientX - r.left) / r.width)); };
  p.box.addEventListener('pointermove', e => {
    const f = share(e); hair(Math.floor(f * size));
    if (dragging && dragging.p === p && Math.abs(f - dragging.f) * p.box.clientWidth > 5) {
      dragging.to = f; dragging.band ||= made('span', 'band', undefined, p.box);
      dragging.band.style.left = Math.min(f, dragging.f) * 100 + '%'; dragging.band.style.width = Math.abs(f - dragging.f) * 100 + '%';
    }
  });
  p.box.addEventListener('pointerleave', () => { if (!dragging) hair(null); });
  p.box.addEventListener('pointerdown', e => { if (e.button === 0 && e.pointerType !== 'touch') { dragging = { p, f: share(e) }; p.box.setPointerCapture(e.pointerId); e.preventDefault(); } });
  const drop = e => {
    const d = dragging; dragging = null; if (!d) return;
    d.band?.remove();
    if (e.type === 'pointerup' && d.to !== undefined) { const [a, b] = [d.f, d.to].sort((m, n) => m - n), span = view.to - view.from; zoom(view.from + a * span, view.from + b * span); }
    if (!p.box.matches(':hover')) hair(null);
  };
  p.box.addEventListener('pointerup', drop); p.box.addEventListener('pointercancel', drop);
  $('.totable', p.key)?.addEventListener('click', () => tableOf(p));
}
function zoom(from, to) {
  if (to - from < 10000) { const mid = (from + to) / 2; from = mid - 5000; to = mid + 5000; }
  address({ from: new Date(Math.round(from / 1000) * 1000).toISOString(), to: new Date(Math.round(to / 1000) * 1000).toISOString() }, true);
  readAddress(); hair(null); load();
}
board?.addEventListener('keydown', e => {
  const d = { ArrowLeft: -1, ArrowRight: 1 }[e.key];
  if (d && e.target === board) { hair((cursor ?? newest()) + d * (e.shiftKey ? Math.max(1, Math.round(30 / view.step)) : 1)); e.preventDefault(); }
  if (e.key === 'Escape') hair(null);
});
board?.addEventListener('blur', () => { if (!dragging) hair(null); });
addEventListener('popstate', () => { readAddress(); view.paused = false; tell(); load(); });
let sized = 0; addEventListener('resize', () => { clearTimeout(sized); sized = setTimeout(paint, 120); });
for (const b of $$('[data-range] button[data-s]')) b.addEventListener('click', () => {
  keep('range', b.value); address({ range: b.value === '15m' ? null : b.value, from: null, to: null }, view.zoomed); view.paused = false; readAddress(); tell(); load();
});
liveButton?.addEventListener('click', () => live(liveButton.getAttribute('aria-pressed') !== 'true'));
const pick = $('[data-pick]');
pick?.addEventListener('toggle', () => { pick.elements.from.value = iso(view.from).slice(0, 16); pick.elements.to.value = iso(view.to).slice(0, 16); });
pick?.addEventListener('submit', e => {
  e.preventDefault(); const from = fromLocal(pick.elements.from.value), to = fromLocal(pick.elements.to.value);
  if (!(to > from)) { pick.elements.to.setCustomValidity(say('The end lies before the beginning', '结束早于开始')); pick.reportValidity(); pick.elements.to.setCustomValidity(''); return; }
  pick.hidePopover(); zoom(from, to);
});

/* a chart's values as a table, for those who would rather read than look */
const ROWS = 60;
function tableOf(p) {
  const d = made('dialog', 'values', undefined, body), every = Math.max(1, Math.ceil(size / ROWS)), span = view.to - view.from;
  d.setAttribute('aria-label', p.name); const h = made('header', '', undefined, d); made('h2', 't', p.name, h);
  const x = made('button', 'switch', '×', h); x.setAttribute('aria-label', say('Close', '关闭')); x.onclick = () => d.close();
  const t = made('table', '', undefined, made('div', 'scroll', undefined, d)), head = made('tr', '', undefined, made('thead', '', undefined, t)), rows = made('tbody', '', undefined, t);
  made('th', '', say('Time', '时间'), head); for (const c of p.curves) { made('th', 'num', c.label, head); if (view.step > 1) made('th', 'num', c.label + say(', most', '，最大'), head); }
  const avg = p.curves.map(c => times(column(c.ids, 'avg'), c.scale)), max = p.curves.map(c => times(column(c.ids, 'max'), c.scale));
  for (let i = newest(); i >= 0; i -= every) { const tr = made('tr', '', undefined, rows); made('td', '', clockOf(at(i), span), tr); p.curves.forEach((_, j) => { made('td', 'num', figure(avg[j][i], p.unit), tr); if (view.step > 1) made('td', 'num faint', figure(max[j][i], p.unit), tr); }); }
  d.addEventListener('close', () => d.remove()); d.showModal();
}

/* ---- regions that are fetched again; rows stay in place while someone points at them ---- */
const busyIn = e => e.matches(':hover') && matchMedia('(hover: hover)').matches || e.contains(document.activeElement) && document.activeElement !== body;
async function refresh(region, force) {
  const q = new URLSearchParams(location.search); q.set('part', region.id);
  let text; try { const r = await fetch(location.pathname + '?' + q, { headers: { Accept: 'text/html' } }); if (!r.ok) return; text = await r.text(); } catch { return; }
  const fresh = new DOMParser().parseFromString(`<body>${text}`, 'text/html').body;
  const rows = new Map($$('tr[data-key]', fresh).map(r => [r.dataset.key, r])), table = $('tbody', region), keep = !force && busyIn(region);
  const several = $$('tbody', region).length > 1 || $$('tbody', fresh).length > 1;   // rows move from one table to another
  if (keep && (several || !rows.size)) return;
  region.classList.toggle('isheld', keep);
  if (!table || !rows.size || several || force || $('thead', region).textContent !== $('thead', fresh).textContent) { region.replaceChildren(...fresh.childNodes); return; }
  const known = new Map([...table.rows].map(r => [r.dataset.key, r]));
  for (const [key, row] of known) { const now = rows.get(key); row.classList.toggle('gone', !now); if (now) alike(row, now); else if (!keep) row.remove(); }
  if (keep) return;
  let at = table.firstElementChild;
  for (const [key, now] of rows) { const row = known.get(key) || now; if (row === at) at = at.nextElementSibling; else table.insertBefore(row, at); }
  const bar = $('.bar', region), then = $('.bar', fresh); if (bar && then && !bar.isEqualNode(then)) bar.replaceWith(then);
}
/* only the cells that differ are touched */
function alike(row, now) {
  for (let i = 0; i < now.cells.length; i++) { const a = row.cells[i], b = now.cells[i]; if (!a) row.append(b.cloneNode(true)); else if (!a.isEqualNode(b)) { a.className = b.className; a.replaceChildren(...b.cloneNode(true).childNodes); } }
}
let second = 0;
setInterval(() => {
  if (document.hidden) return;
  second++; if (view.lostAt) { tell(); if (!view.zoomed && !view.paused && !held() && advance(Date.now())) later(); }
  if (view.heard && Date.now() - view.heard > 5000 && view.stream) lose();
  if (!view.paused) for (const r of $$('[data-refresh]')) if (second % (+r.dataset.refresh || 5) === 0) refresh(r);
}, 1000);
document.addEventListener('visibilitychange', () => {
  if (document.hidden) { view.stream?.close(); view.stream = null; return; }
  view.heard = 0; listen(); if (!view.zoomed && !view.paused) load();
});

/* ---- the form keeps its command and its API call true ---- */
const quote = t => /^[A-Za-z0-9_@%+=:,./-]+$/.test(t) ? t : "'" + t.replace(/'/g, "'\\''") + "'";
function fieldValues(f) { return $$('input, select, textarea', f).filter(i => i.type !== 'checkbox' || i.checked).map(i => i.value).filter(v => v !== ''); }
function written(form) {
  let line = 'anole ' + form.dataset.op; const positional = [], json = {};
  for (const f of $$('.f[data-name]', form)) {
    const { name, option, kind } = f.dataset, byDefault = f.dataset.default, v = fieldValues(f), first = v[0];
    if (kind === 'secret') { if (v.length || 'required' in f.dataset) line += ` --${option}-stdin`; if (v.length) json[name] = '…'; continue; }
    if (!v.length) continue;
    if (kind === 'flag') { if (first !== (byDefault ?? ('maybe' in f.dataset ? undefined : 'false'))) { line += (first === 'true' ? ' --' : ' --no-') + option; json[name] = first === 'true'; } continue; }
    if (v.length === 1 && first === byDefault) continue;
    if ('positional' in f.dataset) positional.push(...v.map(quote)); else for (const x of v) line += ` --${option} ${quote('lines' in f.dataset && x[0] === '@' ? '@' + x : x)}`;
    json[name] = kind === 'number' ? +first : kind === 'numbers' ? v.map(Number) : kind === 'many' ? v : kind === 'keyed' ? Object.fromEntries(v.filter(x => x.includes('=')).map(x => [x.slice(0, x.indexOf('=')), x.slice(x.indexOf('=') + 1)])) : kind === 'json' ? parsed(first) : first;
  }
  return [line + (positional.some(p => p[0] === '-') ? ' --' : '') + positional.map(p => ' ' + p).join(''), JSON.stringify(json).replace(/'/g, "'\\''")];
}
const parsed = t => { try { return JSON.parse(t); } catch { return t; } };
const form = $('form[data-op]');
if (form) {
  const sync = () => {
    const [line, json] = written(form); $('#cmd').textContent = line; const j = $('#json'); if (j) j.textContent = json;
    const name = $('[data-confirm]', form); if (name) { const b = $('.btn.stop', form); if (b) b.disabled = name.value.trim() !== name.dataset.confirm; }
  };
  form.addEventListener('input', e => {
    const box = e.target.closest('[data-several]'), all = box && $$('input', box);
    if (all && all.at(-1).value && all.length < 64) { const more = all.at(-1).cloneNode(); more.value = ''; box.append(more); }
    sync();
  });
  for (const o of $$('[data-origin]')) o.textContent = location.origin;
  sync();
}

/* ---- a task: named steps with real amounts, then its result in the same place ---- */
let following = null;
function follow() {
  const box = $('#task[data-task]'); following?.close(); following = null;
  if (!box || box.dataset.state !== 'running') return;
  const steps = $('[data-steps]', box), log = $('[data-log]', box), bar = $('[data-bar] i', box), items = $('[data-items]', box), s = following = new EventSource(`/api/v1/tasks/${box.dataset.task}/events`);
  const ICON = { now: 'M8 3a5 5 0 1 1-5 5', done: 'M3 8.5l3.2 3.2L13 4.5' };
  let started = Date.now(), fresh = true;
  const heard = () => { if (fresh) { fresh = false; steps?.replaceChildren(); if (log) { log.textContent = ''; } } };
  s.addEventListener('step', e => {
    heard(); const d = JSON.parse(e.data), was = steps?.lastElementChild;
    if (was) { was.className = ''; $('path', was).setAttribute('d', ICON.done); $('.num', was).textContent = duration(time(d.at) - started); }
    started = time(d.at); if (!steps) return;
    const li = made('li', 'now', undefined, steps); drawn('path', { d: ICON.now }, drawn('svg', { class: 'i', viewBox: '0 0 16 16', 'aria-hidden': 'true' }, li)); made('span', '', d.name, li); made('span', 'num', '', li);
    if (bar) bar.style.width = '0';
  });
  s.addEventListener('amount', e => {
    const d = JSON.parse(e.data), n = $('.now .num', steps || box), unit = d.unit === 'bytes' ? 'B' : d.unit;
    if (n) n.textContent = d.total > 0 ? `${figure(d.done, unit)} ${say('of', '/')} ${figure(d.total, unit)}` : figure(d.done, unit);
    if (bar && d.total > 0) bar.style.width = Math.min(100, d.done / d.total * 100) + '%';
  });
  s.addEventListener('log', e => { heard(); if (!log) return; log.hidden = false; const end = log.scrollHeight - log.scrollTop - log.clientHeight < 30; log.append((log.textContent ? '\n' : '') + JSON.parse(e.data).line); if (log.textContent.length > 2e5) log.textContent = log.textContent.slice(-1e5); if (end) log.scrollTop = log.scrollHeight; });
  s.addEventListener('item', e => {
    if (!items) return; const d = JSON.parse(e.data), tr = made('tr'), rows = items.tBodies[0];
    for (const h of $$('th', items)) { const v = d[h.dataset.col]; made('td', h.classList.contains('num') ? 'num' : '', typeof v === 'number' ? figure(v, h.dataset.unit || '') : v === null || v === undefined ? '—' : typeof v === 'object' ? JSON.stringify(v) : String(v), tr); }
    rows.prepend(tr); while (rows.rows.length > 200) rows.lastElementChild.remove();
  });
  s.addEventListener('ended', async e => {
    s.close(); const d = JSON.parse(e.data), q = box.dataset.preview !== undefined ? '&preview=true' : ''; announce(say('Task ended: ', '任务结束：') + d.state);
    if (items && items.tBodies[0].rows.length) { box.dataset.state = d.state; $('.btn', box)?.remove(); $('[data-bar]', box)?.remove(); const last = $('.now', box); if (last) { last.className = ''; $('path', last).setAttribute('d', ICON.done); } const st = $('.title .st', box); if (st) { st.className = 'st'; st.textContent = d.state; } return; }
    try { const r = await fetch(`/tasks/${box.dataset.task}?part=task${q}`, { headers: { Accept: 'text/html' } }); if (r.ok) { box.outerHTML = await r.text(); wired(); } } catch { /* the page still shows the steps */ }
  });
}
const duration = ms => ms < 1000 ? Math.max(0, Math.round(ms)) + NBSP + say('ms', '毫秒') : ms < 6e4 ? (ms / 1000).toFixed(1) + NBSP + say('s', '秒') : Math.floor(ms / 6e4) + NBSP + say('min', '分') + NBSP + Math.round(ms % 6e4 / 1000) + NBSP + say('s', '秒');

/* ---- lists: filter by words and by effect; tables: sort by a heading ---- */
const has = (e, words) => { const t = e.textContent.toLowerCase(); return words.every(w => t.includes(w)); };
for (const pick of $$('[data-filter]')) {
  const input = $('input[type=search]', pick), chips = $('.chips', pick); let fx = 'all';
  const apply = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const li of $$('li', pick)) li.hidden = !(fx === 'all' || li.dataset.fx === fx) || !has(li, words);
    for (const ul of $$('ul', pick)) if (ul.previousElementSibling?.tagName === 'H3') ul.previousElementSibling.hidden = ![...ul.children].some(li => !li.hidden);
    pick.classList.toggle('open', !!words.length || fx !== 'all');
  };
  input.addEventListener('input', apply); input.form.addEventListener('submit', e => { e.preventDefault(); const a = $('li:not([hidden]) a', pick); if (a) location.href = a.href; });
  if (chips) { chips.hidden = false; for (const b of $$('button', chips)) b.addEventListener('click', () => { fx = b.dataset.fx; for (const o of $$('button', chips)) o.setAttribute('aria-pressed', o === b); apply(); }); }
  $('[aria-current]', pick)?.scrollIntoView({ block: 'nearest' });
}
for (const input of $$('[data-rows]')) {
  input.closest('[hidden]').hidden = false;
  const target = $(input.dataset.rows), apply = () => { const words = input.value.toLowerCase().split(/\s+/).filter(Boolean); for (const r of $$('tbody tr, .log li, .caps > li, .facts-list > div', target)) r.hidden = !has(r, words); };
  input.addEventListener('input', apply); new MutationObserver(() => { if (input.value) apply(); }).observe(target, { childList: true });
}
document.addEventListener('click', e => {
  const heading = e.target.closest('table[data-sortable] th button');
  if (heading) {
    const th = heading.parentNode, table = th.closest('table'), i = th.cellIndex, num = th.classList.contains('num'), down = th.ariaSort ? th.ariaSort === 'ascending' : num;
    for (const o of $$('th', table)) o.removeAttribute('aria-sort'); th.ariaSort = down ? 'descending' : 'ascending';
    const value = r => num ? +(r.cells[i].dataset.v ?? -Infinity) : r.cells[i].textContent, rows = [...table.tBodies[0].rows];
    rows.sort((a, b) => { const x = value(a), y = value(b); return (num ? x - y : x.localeCompare(y)) * (down ? -1 : 1); }); table.tBodies[0].append(...rows); return;
  }
  const sort = e.target.closest('a[data-sort]');
  if (sort && !e.metaKey && !e.ctrlKey && !e.shiftKey) { e.preventDefault(); address({ sort: new URL(sort.href).searchParams.get('sort') }); const r = sort.closest('[data-refresh]'); if (r) { sort.blur(); refresh(r, true); } return; }
  const far = e.target.closest('button[form][name]');                 // htmx hears only the buttons inside a form
  if (far) { e.preventDefault(); document.activeElement?.blur(); const h = made('input', '', undefined, far.form); h.type = 'hidden'; h.name = far.name; h.value = far.value; far.form.requestSubmit(); setTimeout(() => h.remove()); return; }
  const copy = e.target.closest('[data-copy]');
  if (copy) { const was = copy.textContent; navigator.clipboard?.writeText($(copy.dataset.copy).textContent).then(() => { copy.textContent = say('Copied', '已复制'); setTimeout(() => { copy.textContent = was; }, 1200); }, () => { /* no clipboard */ }); return; }
  const link = e.target.closest('[data-copylink]');
  if (link && navigator.clipboard && !e.metaKey && !e.ctrlKey) { e.preventDefault(); navigator.clipboard.writeText(link.href); const was = link.textContent; link.textContent = say('Copied', '已复制'); setTimeout(() => { link.textContent = was; }, 1200); return; }
  if (e.target.closest('[data-find]') && pal) { e.preventDefault(); find(); }
});

/* ---- one box finds everything: / or Ctrl K ---- */
const pal = $('#pal'), words = pal && $('input', pal), found = pal && $('#found');
let chosen = 0;
const choose = i => { const all = $$('li[role=option]', found); chosen = all.length ? (i + all.length) % all.length : 0; all.forEach((li, j) => { li.classList.toggle('sel', j === chosen); li.setAttribute('aria-selected', j === chosen); li.id = 'o' + j; }); if (all.length) { words.setAttribute('aria-activedescendant', 'o' + chosen); all[chosen].scrollIntoView({ block: 'nearest' }); } };
function find() { $('#help')?.hidePopover?.(); words.value = ''; pal.showModal(); words.focus(); window.htmx?.trigger(words, 'open'); }
words?.addEventListener('keydown', e => {
  if (e.key === 'ArrowDown') choose(chosen + 1); else if (e.key === 'ArrowUp') choose(chosen - 1);
  else if (e.key === 'Enter') { const a = $$('li[role=option] a', found)[chosen]; if (a) location.href = a.href; } else return;
  e.preventDefault();
});
pal?.addEventListener('click', e => { if (e.target === pal) pal.close(); });

/* ---- keys ---- */
let gone = 0;
addEventListener('keydown', e => {
  // Until the next frame a field of a dialog that has just closed still has the focus.
  const typing = /INPUT|SELECT|TEXTAREA/.test(e.target.tagName) && !e.target.closest('dialog:not([open])');
  if ((e.ctrlKey || e.metaKey) && e.key.toLowerCase() === 'k' && pal) { e.preventDefault(); pal.open ? pal.close() : find(); return; }
  if (typing || e.ctrlKey || e.metaKey || e.altKey || body.dataset.keys === 'off' || $('dialog[open]')) return;
  if (e.key === '/' && pal) { e.preventDefault(); find(); }
  else if (e.key === '?') { e.preventDefault(); $('#help')?.togglePopover(); }
  else if (e.key === 'g') gone = Date.now();
  else if (e.key === ' ' && liveButton && (e.target === body || e.target === board)) { e.preventDefault(); live(view.zoomed || view.paused); }
  else if (Date.now() - gone < 1200) { const a = $(`.nav [data-key="${CSS.escape(e.key)}"]`); gone = 0; if (a) location.href = a.href; }
});

/* ---- what htmx brings is wired like what was there ---- */
function wired() { const t = $('#task[data-task]'); if (t && t.dataset.preview === undefined && t.dataset.state === 'done' && t.closest('[data-reload]')) { location.reload(); return; } follow(); if (found) choose(0); }
document.addEventListener('htmx:afterSwap', e => { wired(); if (e.detail.target?.id === 'task' || e.detail.elt?.id === 'task') $('#task')?.scrollIntoView({ block: 'nearest', behavior: matchMedia('(prefers-reduced-motion: reduce)').matches ? 'auto' : 'smooth' }); });
document.addEventListener('htmx:sendError', () => announce(say('The console does not answer', '控制台没有应答')));

readAddress(); marks(); tell(); load(); listen(); wired();
