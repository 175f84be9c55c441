#include "clineediting.h"
#include <stdio.h>

EditLine *clineediting_open(const char *program) { return el_init(program, stdin, stdout, stderr); }

int clineediting_set_prompt(EditLine *editor, clineediting_prompt prompt) { return el_set(editor, EL_PROMPT, prompt); }

int clineediting_set_mode(EditLine *editor, const char *mode) { return el_set(editor, EL_EDITOR, mode); }

int clineediting_handle_signals(EditLine *editor, int on) { return el_set(editor, EL_SIGNAL, on); }

int clineediting_set_history(EditLine *editor, History *lines) { return el_set(editor, EL_HIST, history, lines); }

int clineediting_add_function(EditLine *editor, const char *name, const char *help, clineediting_function function) {
    return el_set(editor, EL_ADDFN, name, help, function);
}

int clineediting_bind(EditLine *editor, const char *key, const char *command) {
    return el_set(editor, EL_BIND, key, command, NULL);
}

int clineediting_set_client(EditLine *editor, void *client) { return el_set(editor, EL_CLIENTDATA, client); }

void *clineediting_get_client(EditLine *editor) {
    void *client = 0;
    el_get(editor, EL_CLIENTDATA, &client);
    return client;
}

int clineediting_history_set_size(History *lines, int size) {
    HistEvent event;
    return history(lines, &event, H_SETSIZE, size);
}

int clineediting_history_set_unique(History *lines, int on) {
    HistEvent event;
    return history(lines, &event, H_SETUNIQUE, on);
}

int clineediting_history_enter(History *lines, const char *line) {
    HistEvent event;
    return history(lines, &event, H_ENTER, line);
}

int clineediting_history_load(History *lines, const char *path) {
    HistEvent event;
    return history(lines, &event, H_LOAD, path);
}

int clineediting_history_save(History *lines, const char *path) {
    HistEvent event;
    return history(lines, &event, H_SAVE, path);
}
