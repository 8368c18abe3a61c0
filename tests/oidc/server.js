// A real OIDC server for the login tests: node server.js PORT REDIRECT_URI. Prints "klaar".
// Accounts differ in what their ID token says; passwords are not what is tested here.
import { Provider } from "oidc-provider";

const [port, redirect] = process.argv.slice(2);
const issuer = `http://localhost:${port}`;
const ACCOUNTS = {
  lezer: { roles: ["proeftuin-openbaar"] },
  partner: { roles: ["iets-anders", "proeftuin-partner"] },
  intern: { email: "Intern@Voorbeeld.example", email_verified: true },
  beheer: {},
  zonderrol: { roles: ["iets-anders"], email: "intern@voorbeeld.example", email_verified: false },
};
const client = (id) => ({
  client_id: id,
  client_secret: `geheim-van-${id}`,
  redirect_uris: [redirect],
  post_logout_redirect_uris: [redirect],
});

const provider = new Provider(issuer, {
  clients: [client("proeftuin"), client("andere-app")],
  cookies: { keys: ["alleen-voor-de-proef"] },
  conformIdTokenClaims: false,
  claims: { openid: ["sub", "roles"], email: ["email", "email_verified"], profile: ["name"] },
  features: {
    devInteractions: { enabled: false },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => {
        ctx.body = `${form}<button form="op.logoutForm" name="logout" value="yes">Ja</button>`;
      },
    },
  },
  ttl: {
    AccessToken: 600, AuthorizationCode: 60, Grant: 600, Interaction: 600, Session: 600,
    IdToken: 600,
  },
  findAccount: (ctx, id) => ({
    accountId: id,
    claims: () => ({ sub: id, name: "Naam Achternaam", ...ACCOUNTS[id] }),
  }),
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId,
      accountId: ctx.oidc.session.accountId,
    });
    grant.addOIDCScope("openid email profile");
    await grant.save();
    return grant;
  },
  interactions: { url: (ctx, interaction) => `/aanmelden/${interaction.uid}` },
});

provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith("/aanmelden/")) return next();
  if (ctx.query.account in ACCOUNTS) {
    const result = { login: { accountId: ctx.query.account } };
    ctx.redirect(await provider.interactionResult(ctx.req, ctx.res, result));
    return undefined;
  }
  ctx.type = "html";
  ctx.body = '<form><input name="account" aria-label="Account"><button>Verder</button></form>';
  return undefined;
});
provider.listen(Number(port), "localhost", () => console.log("klaar"));
