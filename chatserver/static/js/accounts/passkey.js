/** Asks the browser for a passkey, and says what it answered as the server reads it. */

/** Makes a passkey from what the server gave. */
export async function makePasskey({ publicKey }) {
  const options = { ...publicKey, challenge: toBytes(publicKey.challenge) };
  options.user = { ...publicKey.user, id: toBytes(publicKey.user.id) };
  options.excludeCredentials = (publicKey.excludeCredentials ?? []).map(withBytes);
  const credential = await navigator.credentials.create({ publicKey: options });
  const { clientDataJSON, attestationObject } = credential.response;
  return describe(credential, { clientDataJSON, attestationObject });
}

/** Lets one of the passkeys that the server knows sign. */
export async function usePasskey({ publicKey }) {
  const options = { ...publicKey, challenge: toBytes(publicKey.challenge) };
  options.allowCredentials = (publicKey.allowCredentials ?? []).map(withBytes);
  const credential = await navigator.credentials.get({ publicKey: options });
  const { clientDataJSON, authenticatorData, signature, userHandle } = credential.response;
  return describe(credential, { clientDataJSON, authenticatorData, signature, userHandle });
}

function describe(credential, response) {
  const said = Object.entries(response).filter(([, bytes]) => bytes);
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response: Object.fromEntries(said.map(([name, bytes]) => [name, toText(bytes)])),
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

function withBytes(descriptor) {
  return { ...descriptor, id: toBytes(descriptor.id) };
}

function toBytes(text) {
  const binary = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}

function toText(buffer) {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
