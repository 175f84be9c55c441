/// What a team pastes into `argocd-notifications-cm`, so that Argo CD tells whyd of deploys
/// (https://argo-cd.readthedocs.io/en/stable/operator-manual/notifications/).
enum ArgoCDTemplate {
    static let text = #"""
        # argocd-notifications-cm, data; the token stands in argocd-notifications-secret as whyd-token. Annotate each
        # application with notifications.argoproj.io/subscribe.whyd.whyd: "", and, where its name is not the service's,
        # label it whyd/service and whyd/environment.
        service.webhook.whyd: |
          url: http://whyd:4319/v1/deploys/argocd
          headers:
            - {name: Content-Type, value: application/json}
            - {name: Authorization, value: "Bearer $whyd-token"}
        template.whyd: |
          webhook:
            whyd:
              method: POST
              body: |
                {"app": {{toJson .app.metadata.name}}, "namespace": {{toJson .app.spec.destination.namespace}},
                 "phase": {{toJson .app.status.operationState.phase}},
                 "revision": {{toJson .app.status.operationState.syncResult.revision}},
                 "finished_at": {{toJson .app.status.operationState.finishedAt}},
                 "images": {{toJson .app.status.summary.images}},
                 "service": {{toJson (default .app.metadata.name (index (default dict .app.metadata.labels) "whyd/service"))}},
                 "environment": {{toJson (default "" (index (default dict .app.metadata.labels) "whyd/environment"))}}}
        trigger.whyd: |
          - when: app.status.operationState.phase in ['Succeeded'] and app.status.health.status == 'Healthy'
            oncePer: app.status.sync.revision
            send: [whyd]
        """#
}
