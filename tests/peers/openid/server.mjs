// A real OpenID provider on 127.0.0.1, shaped like Pro Sante Connect, for the tests of AlmaPy.
//
// It prints one line of JSON when it answers: {"issuer", "control"}. It ends with its standard input, so that it
// never outlives the tests that started it. Everything is in memory; nothing here is secret or real.
//
// POST control {name: value} changes what it does from then on, GET control tells what waits:
//   access, refresh, code, confirmation, interval   seconds (also OPENID_ACCESS, OPENID_REFRESH... at the start)
//   login       national identifier that signs in by itself at the page, or "cancel"
//   answer      "approve" or "deny": what the telephone answers by itself, "" for nothing
//   ahead       seconds that have passed here and nowhere else: what was given before gets older
//   decide      "approve" or "deny": what the telephone answers now to all that waits; "forget": drops it
//   down        how many calls are answered 503 from now on
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { Provider, errors, interactionPolicy } from 'oidc-provider';
import { CLAIMS, claimsOf, personOf, personOfSub, subOf } from './people.mjs';

const REALM = '/auth/realms/esante-wallet';
const CONTROL = '/control';
const LOGIN = '/login/';
const SCOPES = 'openid scope_all identity';
const CIBA = 'urn:openid:params:grant-type:ciba';
const seconds = (name, usual) => Number(process.env[name] ?? usual);

const set = {
  access: seconds('OPENID_ACCESS', 120),
  refresh: seconds('OPENID_REFRESH', 1800),
  code: seconds('OPENID_CODE', 60),
  confirmation: seconds('OPENID_CONFIRMATION', 120),
  interval: seconds('OPENID_INTERVAL', 1),
  login: process.env.OPENID_LOGIN ?? '810001234565',
  answer: process.env.OPENID_ANSWER ?? '',
  ahead: 0,
  down: 0,
};
const now = Date.now;
Date.now = () => now() + set.ahead * 1000;
const waiting = new Map(); // requests on the telephone
const polled = new Map(); // when each was last asked for

const server = createServer((request, response) => {
  handle(request, response).catch((error) => {
    console.error(error);
    if (!response.headersSent) reply(response, 500, { error: 'server_error' });
  });
});
await new Promise((listening) => { server.listen(0, '127.0.0.1', listening); });
const origin = `http://127.0.0.1:${server.address().port}`;
const issuer = origin + REALM;

const policy = interactionPolicy.base();
policy.remove('consent'); // nobody is asked for a consent at Pro Sante Connect either

const provider = new Provider(issuer, {
  clients: [{
    client_id: 'almapy-sandbox',
    token_endpoint_auth_method: 'none',
    application_type: 'native',
    redirect_uris: ['http://127.0.0.1/psc/callback'],
    grant_types: ['authorization_code', 'refresh_token', CIBA],
    response_types: ['code'],
    backchannel_token_delivery_mode: 'poll',
    scope: SCOPES,
  }],
  routes: {
    authorization: '/protocol/openid-connect/auth',
    token: '/protocol/openid-connect/token',
    userinfo: '/protocol/openid-connect/userinfo',
    jwks: '/protocol/openid-connect/certs',
    end_session: '/protocol/openid-connect/logout',
    revocation: '/protocol/openid-connect/revoke',
    backchannel_authentication: '/protocol/openid-connect/ext/ciba/auth',
  },
  scopes: SCOPES.split(' '),
  acrValues: ['eidas1'],
  claims: { openid: ['sub', 'acr', 'amr', 'auth_time'], scope_all: CLAIMS },
  conformIdTokenClaims: true,
  clockTolerance: 0,
  rotateRefreshToken: true,
  pkce: { required: () => true },
  interactions: { policy, url: (_, interaction) => REALM + LOGIN + interaction.uid },
  issueRefreshToken: async () => true,
  expiresWithSession: async () => false,
  cookies: { keys: [randomUUID()], long: { path: '/' }, short: { path: '/' } },
  ttl: {
    AccessToken: () => set.access,
    RefreshToken: () => set.refresh,
    AuthorizationCode: () => set.code,
    BackchannelAuthenticationRequest: () => set.confirmation,
    IdToken: () => 120,
    Grant: 14400,
    Session: 14400,
    Interaction: 600,
  },
  findAccount: async (_, sub) => {
    const person = personOfSub(sub);
    return person && { accountId: sub, claims: async () => ({ sub, ...claimsOf(person) }) };
  },
  loadExistingGrant: async ({ oidc }) => grantOf(oidc.client.clientId, oidc.session.accountId, oidc.params.scope),
  features: {
    devInteractions: { enabled: false },
    revocation: { enabled: true },
    rpInitiatedLogout: { enabled: true },
    ciba: {
      enabled: true,
      deliveryModes: ['poll'],
      processLoginHint: async (_, hint) => { const found = personOf(hint); return found && subOf(found); },
      validateBindingMessage: async (_, message) => {
        if (!/^\d{2}$/u.test(message ?? '')) throw new errors.InvalidBindingMessage('two digits are expected');
      },
      validateRequestContext: async () => {},
      verifyUserCode: async () => {},
      triggerAuthenticationDevice: async (ctx, request, account, client) => {
        const asked = { id: request.jti, client: client.clientId, sub: account.accountId, scope: request.params.scope,
          digits: request.params.binding_message, channel: ctx.oidc.body.channel };
        waiting.set(asked.id, asked);
        if (set.answer) setTimeout(() => decide(asked.id, set.answer).catch(console.error), 20);
      },
    },
  },
});
provider.on('server_error', (_, error) => console.error(error));

// What Pro Sante Connect adds to the library: the interval of polling, and « slow_down » for who does not keep it.
provider.use(async (ctx, next) => {
  await next();
  const { route } = ctx.oidc ?? {};
  if (route === 'backchannel_authentication' && ctx.status === 200) {
    ctx.body = { ...ctx.body, interval: set.interval };
  }
  if (route === 'token' && ctx.body?.access_token) {
    ctx.body = { ...ctx.body, refresh_expires_in: set.refresh, session_state: 'test' };
  }
  if (route === 'token' && ctx.body?.error === 'authorization_pending') {
    const { auth_req_id: id } = ctx.oidc.params;
    const last = polled.get(id) ?? 0;
    polled.set(id, Date.now());
    if (Date.now() - last < set.interval * 900) ctx.body = { error: 'slow_down' };
  }
});
const oidc = provider.callback();

async function grantOf(clientId, accountId, scope) {
  const grant = new provider.Grant({ clientId, accountId });
  grant.addOIDCScope(scope);
  await grant.save();
  return grant;
}

async function decide(id, answer) {
  const asked = waiting.get(id);
  waiting.delete(id);
  if (!asked) return;
  if (answer === 'approve') {
    const grant = await grantOf(asked.client, asked.sub, asked.scope);
    const amr = [asked.channel === 'CARD' ? 'CPS' : 'ECPS'];
    await provider.backchannelResult(id, grant, { acr: 'eidas1', amr });
  } else {
    await provider.backchannelResult(id, new errors.AccessDenied('refused on the telephone'));
  }
}

async function control(request, response) {
  if (request.method === 'POST') {
    let text = '';
    for await (const piece of request) text += piece;
    const { decide: decision, forget, ...changes } = JSON.parse(text);
    Object.assign(set, changes);
    if (forget) waiting.clear();
    if (decision) await Promise.all([...waiting.keys()].map((id) => decide(id, decision)));
  }
  reply(response, 200, { ...set, waiting: [...waiting.values()] });
}

async function signIn(request, response) {
  const person = personOf(set.login);
  const result = person
    ? { login: { accountId: subOf(person), acr: 'eidas1', amr: ['ECPS'], remember: false } }
    : { error: 'access_denied', error_description: 'the person left the page' };
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
}

async function discovery(response) {
  const found = await fetch(`${issuer}/.well-known/openid-configuration`);
  // The page where people sign in lies elsewhere than the rest, as at Pro Sante Connect.
  reply(response, 200, { ...await found.json(), authorization_endpoint: `${origin}/wallet/auth` });
}

async function handle(request, response) {
  const { pathname, search } = new URL(request.url, origin);
  if (pathname === CONTROL) return control(request, response);
  if (set.down > 0) {
    set.down -= 1;
    return reply(response, 503, { error: 'temporarily_unavailable' });
  }
  if (pathname === '/wallet/auth') {
    response.writeHead(302, { location: `${issuer}/protocol/openid-connect/auth${search}` });
    return response.end();
  }
  if (!pathname.startsWith(REALM)) return reply(response, 404, { error: 'not_found' });
  const path = pathname.slice(REALM.length);
  if (path === '/.well-known/wallet-openid-configuration') return discovery(response);
  if (path.startsWith(LOGIN)) return signIn(request, response);
  request.originalUrl = request.url;
  request.url = path + search;
  return oidc(request, response);
}

function reply(response, status, values) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(values));
}

process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));
console.log(JSON.stringify({ issuer, control: origin + CONTROL }));
