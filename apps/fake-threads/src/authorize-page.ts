/** The choice that makes a profile up. */
export const NEW_PROFILE = '+new';

type AuthorizeContent =
  | { readonly problem: string }
  | {
      readonly profiles: readonly { readonly accountId: string; readonly username: string }[];
      readonly permissions: readonly string[];
      /** Of the request; the form sends them back. */
      readonly parameters: URLSearchParams;
    };

/** The page on which a person allows or denies an app: what the real Authorization Window is for. */
export function authorizePage(content: AuthorizeContent): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Authorize · fake-threads</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 26rem; margin: 10vh auto; padding: 0 1rem; color: #111 }
fieldset { border: 1px solid #ccc; border-radius: 8px; margin: 0 0 1rem } label { display: block; padding: .25rem 0 }
button { font: inherit; padding: .5rem 1.25rem; border-radius: 8px; border: 1px solid #111; background: #fff; margin-right: .5rem }
button[value=allow] { background: #111; color: #fff }
</style>
</head>
<body>
${'problem' in content ? `<h1>This request can’t be served</h1><p>${escapeHtml(content.problem)}.</p>` : form(content)}
</body>
</html>
`;
}

function form({ profiles, permissions, parameters }: Exclude<AuthorizeContent, { problem: string }>): string {
  const choices = [
    ...profiles.map(({ accountId, username }) => ({ value: accountId, label: `@${username}` })),
    { value: NEW_PROFILE, label: 'A new profile' },
  ];
  const radios = choices.map(
    ({ value, label }, index) =>
      `<label><input type="radio" name="profile" value="${escapeHtml(value)}"${index === 0 ? ' checked' : ''}> ${escapeHtml(label)}</label>`,
  );
  const hidden = [...parameters].map(
    ([name, value]) => `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
  );
  return `<h1>Allow app ${escapeHtml(parameters.get('client_id') ?? '')}?</h1>
<p>It asks for ${escapeHtml(permissions.join(', '))}. This is a simulated Threads: no real account is involved.</p>
<form method="post">
${hidden.join('\n')}
<fieldset><legend>Profile</legend>
${radios.join('\n')}
</fieldset>
<button name="decision" value="allow">Allow</button><button name="decision" value="deny">Deny</button>
</form>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
