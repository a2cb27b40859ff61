// Security keys (WebAuthn Level 2). Where this does not run, or the browser knows no keys, the page says so.
"use strict";

const toBytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (character) => character.charCodeAt(0));

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const named = (credentials) => credentials.map((credential) => ({ ...credential, id: toBytes(credential.id) }));

// What the browser is to sign in with is asked for when the button is pressed: a challenge lives five minutes.
async function show(place) {
  const answer = await fetch(place.dataset.options, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: "{}",
  });
  if (!answer.ok) throw new Error(`options: ${answer.status}`);
  const { publicKey } = await answer.json();
  publicKey.challenge = toBytes(publicKey.challenge);
  publicKey.allowCredentials = named(publicKey.allowCredentials);
  const credential = await navigator.credentials.get({ publicKey });
  const { clientDataJSON, authenticatorData, signature, userHandle } = credential.response;
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response: {
      clientDataJSON: toText(clientDataJSON),
      authenticatorData: toText(authenticatorData),
      signature: toText(signature),
      userHandle: userHandle ? toText(userHandle) : null,
    },
  };
}

async function register(place) {
  const { publicKey } = JSON.parse(place.dataset.options);
  publicKey.challenge = toBytes(publicKey.challenge);
  publicKey.user.id = toBytes(publicKey.user.id);
  publicKey.excludeCredentials = named(publicKey.excludeCredentials);
  const credential = await navigator.credentials.create({ publicKey });
  const { clientDataJSON, attestationObject } = credential.response;
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response: {
      clientDataJSON: toText(clientDataJSON),
      attestationObject: toText(attestationObject),
      transports: credential.response.getTransports ? credential.response.getTransports() : [],
    },
  };
}

function prepare(place) {
  const part = (name) => place.querySelector(`[data-key-${name}]`);
  const form = place.closest("form");
  const start = part("start");
  const run = place.dataset.key === "register" ? register : show;
  part("unavailable").hidden = true;
  start.hidden = false;
  start.addEventListener("click", async () => {
    if (start.disabled || !form.reportValidity()) return;
    start.disabled = true;
    part("failed").hidden = true;
    part("known").hidden = true;
    try {
      place.querySelector("input[type=hidden]").value = JSON.stringify(await run(place));
      form.requestSubmit();
    } catch (problem) {
      // The key holds a credential of this person already.
      part(problem.name === "InvalidStateError" ? "known" : "failed").hidden = false;
      start.disabled = false;
    }
  });
}

if (window.PublicKeyCredential) {
  for (const place of document.querySelectorAll("[data-key]")) prepare(place);
}
