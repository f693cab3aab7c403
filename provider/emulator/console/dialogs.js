import { call } from "./link.js";
import { text } from "./texts.js";

const byId = (id) => document.getElementById(id);

/** Opens the dialog that applies for a HAVIP. `done` is told in words what came of it. */
export function openApply(tables, region, done) {
  const dialog = byId("applying");
  const form = dialog.querySelector("form");
  form.reset();
  byId("applying-region").textContent = region;
  const vpcs = [...tables.vpcs.values()].map((vpc) => [vpc.VpcId, vpc.VpcName, vpc.CidrBlock]);
  offer(byId("vpc"), vpcs.length > 0 ? vpcs : [["", text("noVpc")]]);
  const showSubnets = () => offer(byId("subnet"), subnetsOf(tables, byId("vpc").value));
  const showAddress = () => {
    const own = form.elements.choice.value === "own";
    for (const element of form.querySelectorAll(".own")) element.hidden = !own;
    const range = tables.subnets.get(byId("subnet").value)?.CidrBlock ?? "";
    byId("address-hint").textContent = range === "" ? "" : text("range", { range });
  };
  form.onchange = ({ target }) => {
    if (target.id === "vpc") showSubnets();
    showAddress();
  };
  showSubnets();
  showAddress();
  open(dialog, async () => {
    const own = form.elements.choice.value === "own";
    const parameters = {
      HaVipName: byId("name").value,
      VpcId: byId("vpc").value,
      SubnetId: byId("subnet").value,
      ...(own ? { Vip: byId("address").value.trim() } : {}),
    };
    const answer = await call("CreateHaVip", parameters, region);
    if (answer.response !== undefined) {
      const { HaVipId: id, Vip: vip } = answer.response.HaVip;
      done(text("applied", { id, vip }));
    }
    return answer;
  });
}

/** Opens the dialog that asks whether to release a HAVIP. */
export function openRelease({ id, name, vip }, region, done) {
  byId("releasing-what").textContent = `${id} · ${name} · ${vip}`;
  open(byId("releasing"), async () => {
    const answer = await call("DeleteHaVip", { HaVipId: id }, region);
    if (answer.response !== undefined) done(text("releaseBegun", { id }));
    return answer;
  });
}

/** Shows a dialog until its work has succeeded or somebody has had enough of it. */
function open(dialog, work) {
  const form = dialog.querySelector("form");
  const box = dialog.querySelector(".error");
  const confirm = form.querySelector("[type=submit]");
  const turnBusy = (busy) => {
    confirm.ariaDisabled = String(busy);
    confirm.textContent = text(busy ? "busy" : confirm.dataset.text);
  };
  let closed = false;
  const onClose = () => {
    closed = true;
    // The browser gives the focus back to where it was before; but the row that had it may be gone.
    const { activeElement } = document;
    if (activeElement === document.body || dialog.contains(activeElement)) byId("apply").focus();
  };
  dialog.addEventListener("close", onClose, { once: true });
  turnBusy(false);
  for (const each of [box, byId("error")]) each.hidden = true;
  form.querySelector("[value=cancel]").onclick = () => dialog.close();
  form.onsubmit = async (event) => {
    event.preventDefault();
    if (confirm.ariaDisabled === "true") return;
    turnBusy(true);
    box.hidden = true;
    const { error } = await work();
    if (error !== undefined) showError(closed ? byId("error") : box, error);
    // By now it may have been opened again, for something else.
    if (closed) return;
    turnBusy(false);
    if (error === undefined) dialog.close();
  };
  dialog.showModal();
}

/** The box is an alert: it is read out when it gets its content. */
function showError(box, { code, message, requestId }) {
  const lines = [
    ["strong", code],
    ["p", message],
    ["small", requestId && `${text("requestId")}: ${requestId}`],
  ];
  box.hidden = false;
  box.replaceChildren(
    ...lines
      .filter(([, content]) => content !== undefined)
      .map(([name, content]) => Object.assign(document.createElement(name), { textContent: content })),
  );
}

function subnetsOf({ subnets }, vpcId) {
  const found = [...subnets.values()].filter((subnet) => subnet.VpcId === vpcId);
  return found.map((subnet) => [subnet.SubnetId, subnet.SubnetName, subnet.CidrBlock]);
}

/** Fills a choice with rows whose first part is the value. */
function offer(select, rows) {
  select.replaceChildren(
    ...rows.map((row) => {
      const words = row.filter((part) => part !== "").join("  ");
      return new Option(words, row[0]);
    }),
  );
}
