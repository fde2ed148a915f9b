// Forms marked data-passkey ask the browser's authenticator first, then carry its answer to the server.
addEventListener("submit", async event => {
  const form = event.target instanceof HTMLFormElement ? event.target : null;
  const kind = form?.dataset.passkey;
  if (!kind || form.dataset.answered) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const fault = form.querySelector(".passkey-fault");
  fault.hidden = true;
  try {
    const token = form.querySelector("[name=__RequestVerificationToken]");
    const answer = await fetch(`/access/passkeys/${kind}`, { method: "POST", body: new URLSearchParams([[token.name, token.value]]) });
    if (!answer.ok) throw new Error("The service refused; load the page again.");
    const asked = await answer.json();
    const credential = kind === "offer"
      ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked) })
      : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked) });
    const field = form.querySelector("[name=Credential], [name=credential]");
    field.value = JSON.stringify(credential);
    form.dataset.answered = "yes";
    form.requestSubmit();
  } catch (error) {
    fault.textContent = error.name === "NotAllowedError" ? "The authenticator was cancelled, or has no passkey for this site." : error.message;
    fault.hidden = false;
  }
}, true);
