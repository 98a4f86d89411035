#include "core/health_server.h"

#include <signal.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/i18n.h"
#include "base/log.h"
#include "core/config.h"
#include "core/health_render.h"
#include "core/health_run.h"
#include "serve/serve.h"

enum { STATUS_OK = 200, STATUS_UNAVAILABLE = 503 };

struct health_server {
    struct health_run_thread *run;
    struct serve *serve;
    struct health health; /* as last looked; the server's thread */
};

static void look(void *context)
{
    struct health_server *server = context;
    health_run_look(server->run, &server->health);
}

static void answer_health(void *context, const struct serve_request *request,
                          struct serve_answer *answer)
{
    const struct health_server *server = context;
    bool wants_ietf = serve_prefers_second(request->accept, health_form_type(HEALTH_JSON),
                                           health_form_type(HEALTH_IETF));
    enum health_form form = wants_ietf ? HEALTH_IETF : HEALTH_JSON;
    answer->status =
        health_worst(&server->health) == HEALTH_FAILED ? STATUS_UNAVAILABLE : STATUS_OK;
    answer->type = health_form_type(form);
    health_render(&server->health, form, request->is_from_here, &answer->body);
}

static void answer_metrics(void *context, const struct serve_request *request,
                           struct serve_answer *answer)
{
    const struct health_server *server = context;
    (void)request;
    answer->status = STATUS_OK; /* it was measured, whatever it says */
    answer->type = health_form_type(HEALTH_PROMETHEUS);
    health_render(&server->health, HEALTH_PROMETHEUS, false, &answer->body);
}

static const struct serve_page pages[] = {
    {"/health", answer_health},
    {"/metrics", answer_metrics},
    {0},
};

bool health_listen_check(const char *listen, struct err *err)
{
    return listen[0] == '\0' || serve_address_check(listen, err);
}

bool health_server_start(const char *folder, const char *listen, struct health_server **server,
                         struct err *err)
{
    *server = NULL;
    if (listen[0] == '\0') {
        return true;
    }
    struct health_server *made = mem_alloc(sizeof *made);
    struct serve_site site = {.pages = pages, .look = look, .context = made};
    made->run = health_run_start(folder, err);
    made->serve = made->run != NULL ? serve_start(listen, &site, err) : NULL;
    if (made->serve == NULL) {
        health_run_stop(made->run);
        free(made);
        return false;
    }
    log_event(LOG_LEVEL_INFO, "health: answers at %s", listen);
    *server = made;
    return true;
}

bool health_server_start_configured(const char *folder, struct health_server **server,
                                    struct err *err)
{
    struct config config;
    *server = NULL;
    return config_read(folder, &config, err) &&
           health_server_start(folder, config.health.listen, server, err);
}

void health_server_stop(struct health_server *server)
{
    if (server == NULL) {
        return;
    }
    serve_stop(server->serve);
    health_run_stop(server->run);
    free(server);
}

bool health_server_run(const char *folder, const char *listen, struct err *err)
{
    struct health_server *server = NULL;
    sigset_t wanted;
    sigset_t before;
    int taken = 0;
    sigemptyset(&wanted);
    sigaddset(&wanted, SIGTERM);
    sigaddset(&wanted, SIGINT);
    sigaddset(&wanted, SIGHUP);
    sigprocmask(SIG_BLOCK, &wanted, &before);
    bool ok = listen != NULL ? health_server_start(folder, listen, &server, err)
                             : health_server_start_configured(folder, &server, err);
    if (ok && server == NULL) {
        ok = err_set(err, ERR_CONFIG,
                     _("No address to listen at is set. Write [health] listen = 127.0.0.1:9180 in"
                       " the settings file, or say --listen 127.0.0.1:9180."));
    }
    while (ok && sigwait(&wanted, &taken) != 0) {
    }
    health_server_stop(server);
    sigprocmask(SIG_SETMASK, &before, NULL);
    return ok;
}
