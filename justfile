# just --list
set shell := ["bash", "-euo", "pipefail", "-c"]

cluster := "cull"

# Shows the recipes.
default:
    @just --list

# Everything on this machine, with a simulated campaign.
dev:
    npm start

# Every check there is.
test *args:
    npm test -- {{ args }}

# The benchmarks; with a name, one of them.
bench *args:
    npm run bench -- {{ args }}

# What Cull would run with, and what is wrong with it.
doctor *args:
    npm run doctor -- {{ args }}

# The images, as cull-<part>:local.
images:
    for part in migrate web worker fake-threads demo; do \
        docker build --file deploy/docker/Dockerfile --target "$part" --tag "cull-$part:local" --build-arg REVISION="$(git rev-parse HEAD)" .; \
    done

# Cull in a k3d cluster on this machine, at http://localhost:3000.
deploy: images
    k3d cluster get {{ cluster }} >/dev/null 2>&1 || k3d cluster create {{ cluster }} --wait
    k3d image import --cluster {{ cluster }} cull-migrate:local cull-web:local cull-worker:local cull-fake-threads:local
    test -f .env || node deploy/make-env.mjs
    node deploy/kubernetes/make-secrets.mjs .env | kubectl apply --filename -
    kubectl delete job/cull-migrate --namespace cull --ignore-not-found
    kubectl apply --kustomize deploy/kubernetes/overlays/k3d
    kubectl wait --namespace cull --for=condition=complete --timeout=300s job/cull-migrate
    kubectl rollout status --namespace cull --timeout=300s deployment/cull-worker
    kubectl rollout status --namespace cull --timeout=300s deployment/cull-web
    kubectl logs --namespace cull job/cull-migrate --container migrate
    kubectl port-forward --namespace cull service/cull-web 3000:3000
