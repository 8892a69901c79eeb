import {
  PrometheusRule,
  ServiceMonitor,
} from '@kubernetes-models/prometheus-operator/monitoring.coreos.com/v1';
import { Deployment, StatefulSet } from 'kubernetes-models/apps/v1';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import { Job } from 'kubernetes-models/batch/v1';
import { Ingress, NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { ConfigMap, Namespace, Secret, Service, ServiceAccount } from 'kubernetes-models/v1';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

/** A manifest of whatever kind; only these fields are at its top. */
const manifestSchema = z.strictObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({
    name: z.string(),
    namespace: z.string().optional(),
    labels: z.record(z.string(), z.string()).default({}),
  }),
  spec: z.unknown().optional(),
  data: z.record(z.string(), z.string()).optional(),
  stringData: z.record(z.string(), z.string()).optional(),
  automountServiceAccountToken: z.boolean().optional(),
});
export type Manifest = z.output<typeof manifestSchema>;

interface Kind {
  readonly prototype: { validate(): void };
}

/** The kinds that are used, by the API's own schemas. */
const KINDS: Readonly<Record<string, Kind>> = {
  'v1/ConfigMap': ConfigMap,
  'v1/Namespace': Namespace,
  'v1/Secret': Secret,
  'v1/Service': Service,
  'v1/ServiceAccount': ServiceAccount,
  'apps/v1/Deployment': Deployment,
  'apps/v1/StatefulSet': StatefulSet,
  'autoscaling/v2/HorizontalPodAutoscaler': HorizontalPodAutoscaler,
  'batch/v1/Job': Job,
  'networking.k8s.io/v1/Ingress': Ingress,
  'networking.k8s.io/v1/NetworkPolicy': NetworkPolicy,
  'policy/v1/PodDisruptionBudget': PodDisruptionBudget,
  'monitoring.coreos.com/v1/PrometheusRule': PrometheusRule,
  'monitoring.coreos.com/v1/ServiceMonitor': ServiceMonitor,
};

/** Returns the manifests of a text with several documents. @throws Where one is none. */
export function manifestsOf(text: string): readonly Manifest[] {
  return parseAllDocuments(text).map((document) => manifestSchema.parse(document.toJS()));
}

/** Returns what is wrong with a manifest by the API's schema: fields that are of another kind, missing, or unknown. */
export function schemaProblems(manifest: Manifest): readonly string[] {
  const { apiVersion, kind } = manifest;
  const Model = KINDS[`${apiVersion}/${kind}`];
  if (Model === undefined) return [`there is no schema of ${apiVersion} ${kind}`];
  const seen = new Map<object, Set<string>>();
  try {
    // Not of a new one: its constructor copies everything, and nothing could be told from that.
    Model.prototype.validate.call(watched(manifest, seen));
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
  return unknownFields(manifest, seen, '');
}

/** The same object, which notes what is read of it: schemas pass over fields that they don't know. */
function watched<Value extends object>(value: Value, seen: Map<object, Set<string>>): Value {
  const read = new Set<string>();
  seen.set(value, read);
  return new Proxy(value, {
    get(target, key) {
      if (typeof key === 'string') read.add(key);
      const inner: unknown = Reflect.get(target, key);
      return typeof inner === 'object' && inner !== null ? watched(inner, seen) : inner;
    },
  });
}

function unknownFields(value: object, seen: Map<object, Set<string>>, path: string): readonly string[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) => {
    const where = `${path}/${key}`;
    if (!seen.get(value)?.has(key)) return [`${where} is unknown`];
    return typeof inner === 'object' && inner !== null ? unknownFields(inner, seen, where) : [];
  });
}
