// Apps: who may call, how much, and how often.
import * as api from "../../lib/api.js";
import { html, useEffect, useState } from "../../lib/html.js";
import { formatBytes, formatNumber, formatTime, t } from "../../lib/i18n.js";
import { useLive } from "../../lib/live.js";
import { attempt, refreshSession, say } from "../../lib/store.js";
import { Button, Confirm, CopyButton, Dialog, Empty, Field, Notice, NumberField, Switch } from "../../parts/controls.js";
import { Table } from "../../parts/table.js";

export function AppsPage() {
  const [answer, again] = useLive(api.admin.apps, 10_000);
  const [dialog, setDialog] = useState(null); // { kind, app?, … }
  const close = () => setDialog(null);
  const changed = () => {
    again();
    refreshSession();
  };
  const apps = answer?.apps ?? [];
  const shown = dialog?.app ? apps.find((app) => app.appId === dialog.app.appId) ?? dialog.app : null;
  return html`<div class="page">
    <header class="page-head"><h1>${t("nav.apps")}</h1><p>${t("apps.lead")}</p><${Button} kind="primary" icon="plus" onClick=${() => setDialog({ kind: "create" })}>${t("apps.create")}<//></header>
    ${answer === null && html`<div class="loading" aria-busy="true"></div>`}
    ${answer && apps.length === 0 && html`<${Empty} icon="blocks" title=${t("apps.none")} />`}
    <ul class="apps">${apps.map((app) => html`<${AppRow} key=${app.appId} app=${app} onOpen=${(kind) => setDialog({ kind, app })} onChanged=${changed} />`)}</ul>
    ${dialog?.kind === "create" && html`<${Create} onClose=${close} onDone=${(made) => { changed(); setDialog({ kind: "secret", ...made }); }} />`}
    ${dialog?.kind === "secret" && html`<${Secret} app=${dialog.app} secret=${dialog.secret} onClose=${close} />`}
    ${dialog?.kind === "rotate" && html`<${Confirm} title=${t("apps.rotate")} words=${t("apps.rotateWords", { app: shown.appId })} action=${t("apps.rotate")} onClose=${close}
      onConfirm=${() => setTimeout(() => attempt(async () => setDialog({ kind: "secret", ...(await api.admin.rotate(shown.appId)) })))} />`}
    ${dialog?.kind === "link" && html`<${Link} app=${shown} onClose=${close} />`}
    ${dialog?.kind === "quota" && html`<${Quota} app=${shown} onClose=${close} onChanged=${changed} />`}
    ${dialog?.kind === "limits" && html`<${Limits} app=${shown} onClose=${close} onChanged=${changed} />`}
  </div>`;
}

function AppRow({ app, onOpen, onChanged }) {
  const enable = (enabled) => attempt(async () => {
    await api.admin.enable(app.appId, enabled);
    onChanged();
  });
  const orAny = (value) => (value === null ? t("apps.any") : formatNumber(value));
  const facts = [
    [t("apps.remaining"), formatNumber(app.remaining)],
    [t("apps.unfinished"), formatNumber(app.unfinished)],
    [t("apps.today"), t("apps.todayWords", { jobs: formatNumber(app.today.jobs), units: formatNumber(app.today.units) })],
    [t("apps.calls"), orAny(app.limits.callsPerMinute)],
    [t("apps.jobs"), orAny(app.limits.unfinishedJobs)],
    [t("apps.uploads"), formatBytes(app.uploadBytes)],
  ];
  return html`<li class="card app">
    <header><h2>${app.appId}</h2>${app.v2Only && html`<span class="badge">v2</span>`}<span class="app-created">${t("apps.since", { time: formatTime(app.createdAt) })}</span>
      <${Switch} label=${t("apps.enabled")} checked=${app.enabled} onChange=${enable} /></header>
    <dl class="facts is-wide">${facts.map(([name, value]) => html`<div key=${name}><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
    <div class="toolrow">
      <${Button} icon="chart-column" onClick=${() => onOpen("quota")}>${t("apps.quota")}<//>
      <${Button} icon="sliders-horizontal" onClick=${() => onOpen("limits")}>${t("apps.limits")}<//>
      <${Button} icon="users" onClick=${() => onOpen("link")}>${t("apps.link")}<//>
      <${Button} icon="rotate-cw" onClick=${() => onOpen("rotate")}>${t("apps.rotate")}<//>
    </div>
  </li>`;
}

function Create({ onClose, onDone }) {
  const [appId, setAppId] = useState("");
  const [quota, setQuota] = useState(100);
  const [v2Only, setV2Only] = useState(false);
  const [busy, setBusy] = useState(false);
  const submit = async (event) => {
    event.preventDefault();
    setBusy(true);
    const went = await attempt(async () => onDone(await api.admin.createApp({ appId, quota, v2Only })));
    if (!went) setBusy(false);
  };
  return html`<${Dialog} title=${t("apps.create")} onClose=${onClose}>
    <form onSubmit=${submit} class="form">
      <${Field} label="appId" hint=${t("apps.idHint")}>${(aria) => html`<input ...${aria} required maxlength="64" pattern="[A-Za-z0-9_\\-]{1,64}" value=${appId} onInput=${(event) => setAppId(event.target.value)} />`}<//>
      <${NumberField} label=${t("apps.remaining")} value=${quota} min=${0} max=${1000000000} onChange=${setQuota} />
      <${Switch} label=${t("apps.v2")} checked=${v2Only} onChange=${setV2Only} hint=${t("apps.v2Hint")} />
      <footer class="actions"><${Button} onClick=${onClose}>${t("keep")}<//><${Button} kind="primary" type="submit" busy=${busy}>${t("apps.create")}<//></footer>
    </form>
  <//>`;
}

function Secret({ app, secret, onClose }) {
  return html`<${Dialog} title=${t("apps.secretOf", { app: app.appId })} onClose=${onClose}>
    <${Notice} kind="warn">${t("apps.secretOnce")}<//>
    <pre class="code secret" tabindex="0" aria-label=${t("apps.secret")}>${secret}</pre>
    <footer class="actions"><${CopyButton} text=${secret} /><${Button} kind="primary" onClick=${onClose}>${t("apps.secretKept")}<//></footer>
  <//>`;
}

function Link({ app, onClose }) {
  const [link, setLink] = useState(null);
  useEffect(() => {
    attempt(async () => setLink(await api.admin.link(app.appId)));
  }, []);
  return html`<${Dialog} title=${t("apps.link")} onClose=${onClose}>
    <p>${t("apps.linkWords", { app: app.appId })}</p>
    ${link === null ? html`<div class="loading" aria-busy="true"></div>` : html`<pre class="code" tabindex="0" aria-label=${t("apps.link")}>${link.url}</pre><p class="hint">${t("apps.linkUntil", { time: formatTime(link.expiresAt) })}</p>
      <footer class="actions"><${CopyButton} text=${link.url} /></footer>`}
  <//>`;
}

function Quota({ app, onClose, onChanged }) {
  const [add, setAdd] = useState(100);
  const [entries, setEntries] = useState(null);
  const [cursor, setCursor] = useState(null);
  const read = (from) => attempt(async () => {
    const page = await api.admin.ledger(app.appId, from);
    setEntries((before) => (from ? [...before, ...page.entries] : page.entries));
    setCursor(page.nextCursor);
  });
  useEffect(() => {
    read(null);
  }, []);
  const submit = (event) => {
    event.preventDefault();
    attempt(async () => {
      await api.admin.quota(app.appId, { add });
      say(t("apps.added", { count: formatNumber(add) }));
      onChanged();
      read(null);
    });
  };
  return html`<${Dialog} wide title=${t("apps.quotaOf", { app: app.appId })} onClose=${onClose}>
    <form class="form-row" onSubmit=${submit}>
      <div class="number"><span>${t("apps.remaining")}</span><b>${formatNumber(app.remaining)}</b></div>
      <${NumberField} label=${t("apps.add")} value=${add} min=${-1000000} max=${1000000} onChange=${setAdd} hint=${t("apps.addHint")} />
      <${Button} kind="primary" type="submit" icon="plus">${t("apps.addGo")}<//>
    </form>
    <h3>${t("apps.ledger")}</h3>
    ${entries === null
      ? html`<div class="loading" aria-busy="true"></div>`
      : html`<${Table} label=${t("apps.ledger")} head=${[t("time"), t("apps.units"), t("apps.reason"), "jobId"]}
          rows=${entries.map((one) => ({ key: one.entryId, cells: [formatTime(one.createdAt), html`<b class=${one.units < 0 ? "" : "fact-good"}>${formatNumber(one.units, { signDisplay: "exceptZero" })}</b>`, t(`ledger.${one.reason}`), html`<code>${one.jobId ?? "–"}</code>`] }))} />`}
    ${cursor && html`<${Button} onClick=${() => read(cursor)}>${t("more")}<//>`}
  <//>`;
}

function Limits({ app, onClose, onChanged }) {
  const [limits, setLimits] = useState({ callsPerMinute: app.limits.callsPerMinute, unfinishedJobs: app.limits.unfinishedJobs });
  const submit = (event) => {
    event.preventDefault();
    attempt(async () => {
      await api.admin.limits(app.appId, limits);
      onChanged();
      onClose();
    });
  };
  return html`<${Dialog} title=${t("apps.limitsOf", { app: app.appId })} onClose=${onClose}>
    <form class="form" onSubmit=${submit}>
      <${NumberField} label=${t("apps.calls")} value=${limits.callsPerMinute} min=${1} max=${1000000} optional placeholder=${t("apps.any")} onChange=${(value) => setLimits({ ...limits, callsPerMinute: value })} />
      <${NumberField} label=${t("apps.jobs")} value=${limits.unfinishedJobs} min=${1} max=${1000000} optional placeholder=${t("apps.any")} onChange=${(value) => setLimits({ ...limits, unfinishedJobs: value })} />
      <footer class="actions"><${Button} onClick=${onClose}>${t("keep")}<//><${Button} kind="primary" type="submit">${t("save")}<//></footer>
    </form>
  <//>`;
}
