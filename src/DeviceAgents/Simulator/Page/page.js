'use strict';
// Cards are changed in place, so that nothing jumps and the focus stays where it is.
const MOST = 60;
const EVERY = 1500;
const fleet = document.getElementById('fleet');
const cards = new Map();

const glyphs = { active: '●', locked: '■', released: '★' };
const set = (el, text) => { if (el.textContent !== text) el.textContent = text; };

function facts(d) {
  const parts = [d.online ? 'Online' : 'Offline'];
  if (d.battery != null) parts.push(`battery ${d.battery} %`);
  if (d.sim) parts.push(`SIM ${d.sim}`);
  if (d.tampered) parts.push('tampered');
  if (d.rooted) parts.push('rooted');
  if (d.skewSeconds) parts.push(`clock off by ${d.skewSeconds} s`);
  parts.push(`its time ${d.time.slice(0, 16).replace('T', ' ')} UTC`);
  return parts.join(' · ');
}

function draw(d) {
  let card = cards.get(d.id);
  if (!card) {
    card = document.getElementById('card').content.firstElementChild.cloneNode(true);
    card.dataset.id = d.id;
    cards.set(d.id, card);
  }
  const part = name => card.querySelector(name);
  card.dataset.kind = d.kind;
  card.dataset.state = d.state;
  card.dataset.online = d.online;
  card.setAttribute('aria-label', `${d.model}, ${d.kind}, ${d.state}, ${d.online ? 'online' : 'offline'}`);
  set(part('.glyph'), glyphs[d.state] ?? '○');
  set(part('.title'), d.face.title);
  set(part('.text'), d.face.text);
  set(part('.essential'), d.face.essential ?? '');
  set(part('h2'), d.model);
  set(part('.number'), `${d.imei ? `IMEI ${d.imei}` : `Serial ${d.serial}`} · ${new URL(d.tenantUrl).host}`);
  set(part('.facts'), facts(d));
  set(part('.problem'), d.problem ?? '');
  const buttons = {
    online: [d.online ? 'Go offline' : 'Go online', d.online ? 'offline' : 'online'],
    sim: ['Swap SIM', 'sim'],
    tamper: [d.tampered ? 'Undo tamper' : 'Tamper', 'tamper'],
  };
  for (const [name, [label, act]] of Object.entries(buttons)) {
    const button = part(`[data-act=${name}]`);
    set(button, label);
    button.dataset.do = act;
    button.setAttribute('aria-label', `${label}: ${d.model} ${d.imei ?? d.serial}`);
  }
  part('[data-act=sim]').hidden = !d.sim;
  part('[data-act=tamper]').dataset.to = !d.tampered;
  return card;
}

async function refresh() {
  const q = document.getElementById('q').value;
  const state = document.getElementById('state').value;
  const [list, sum] = await Promise.all([
    fetch(`/devices?limit=${MOST}&q=${encodeURIComponent(q)}&state=${state}`),
    fetch('/fleet').then(r => r.json()),
  ]);
  const total = Number(list.headers.get('X-Total-Count'));
  const devices = await list.json();
  set(document.getElementById('sum'),
    `${sum.devices} devices: ${sum.online} online, ${sum.locked} locked, ${sum.released} released` +
    (sum.inTrouble ? `, ${sum.inTrouble} cannot reach the portal` : ''));
  const shown = new Set(devices.map(d => d.id));
  for (const [id, card] of cards) if (!shown.has(id)) { card.remove(); cards.delete(id); }
  devices.forEach((d, i) => {
    const card = draw(d);
    if (fleet.children[i] !== card) fleet.insertBefore(card, fleet.children[i] ?? null);
  });
  set(document.getElementById('more'),
    total === 0 ? 'No device here. Sell one in the portal and enrol it with its code.'
      : total > devices.length ? `Showing ${devices.length} of ${total}. Search to find others.` : '');
}

function body(button) {
  if (button.dataset.do === 'sim') {
    const digits = Array.from(crypto.getRandomValues(new Uint8Array(12)), n => n % 10).join('');
    return { sim: `8925403${digits}` };
  }
  return button.dataset.do === 'tamper' ? { tampered: button.dataset.to === 'true' } : undefined;
}

async function act(button) {
  const id = button.closest('.card').dataset.id;
  const json = body(button);
  button.disabled = true;
  try {
    const answer = await fetch(`/devices/${id}/${button.dataset.do}`, {
      method: 'POST',
      headers: json ? { 'Content-Type': 'application/json' } : {},
      body: json ? JSON.stringify(json) : undefined,
    });
    const said = await answer.json();
    set(document.getElementById('say'), answer.ok ? '' : said.detail);
    if (answer.ok) draw(said);
  } finally {
    button.disabled = false;
    button.focus();
  }
}

fleet.addEventListener('click', e => { if (e.target.dataset.do) act(e.target); });
document.getElementById('q').addEventListener('input', () => refresh());
document.getElementById('state').addEventListener('change', () => refresh());

async function run() {
  try {
    if (!document.hidden) await refresh();
    set(document.getElementById('say'), '');
  } catch {
    set(document.getElementById('say'), 'The simulator does not answer.');
  }
  setTimeout(run, EVERY);
}
run();
