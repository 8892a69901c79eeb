import { CHANNEL_EVENT_TYPES, type ChannelEventType, DEFAULT_CHANNEL_EVENT_TYPES } from '@cull/core';
import { z } from 'zod';
import { webhookDataOf, webhookExampleOf } from './webhooks';

const INTRODUCTION = `# Webhook events

Every event that a webhook or Slack channel can receive, with its fields and an example. Made from the code by
\`pnpm --filter @cull/api docs\`; the same schemas are under \`webhooks\` in \`/api/v1/openapi.json\`, and as types in
\`@cull/client/webhooks\` (\`isEvent(event, 'variant.killed')\`).

[Webhooks and Slack](notifications.md) explains signatures, retries and order. Ignore types and fields that you don't know: later versions may
add some. Events marked *default* are selected for new channels.
`;

const propertySchema = z.looseObject({ description: z.string().optional() });
const objectSchema = z.looseObject({
  properties: z.record(z.string(), propertySchema),
  required: z.array(z.string()).default([]),
});

/** Returns the page about all events in Markdown. */
export function webhookPage(): string {
  const overview = CHANNEL_EVENT_TYPES.map(
    (type) =>
      `| [\`${type}\`](#${type.replaceAll('.', '')}) | ${summaryOf(type)} | ${DEFAULT_CHANNEL_EVENT_TYPES.includes(type) ? 'yes' : ''} |`,
  );
  const table = ['| event | when | default |', '|---|---|---|', ...overview].join('\n');
  return `${[INTRODUCTION, table, ...CHANNEL_EVENT_TYPES.map(sectionOf)].join('\n')}`;
}

function sectionOf(type: ChannelEventType): string {
  const { properties, required } = objectSchema.parse(z.toJSONSchema(webhookDataOf(type), { io: 'output' }));
  const notes = Object.entries(properties).flatMap(([name, { description }]) => {
    const optional = required.includes(name) ? '' : ' (not always present)';
    return description === undefined && optional === ''
      ? []
      : [`- \`${name}\`${optional}${description === undefined ? '' : `: ${description}`}`];
  });
  const example = JSON.stringify(webhookExampleOf(type), null, 2);
  return ['', `## ${type}`, '', summaryOf(type), '', '```json', example, '```', '', ...notes, ''].join('\n');
}

const summaryOf = (type: ChannelEventType) => webhookDataOf(type).description ?? '';
