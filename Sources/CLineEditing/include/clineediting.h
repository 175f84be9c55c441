#pragma once
#include <histedit.h>
/* Non-variadic wrappers over libedit: Swift cannot call C's variadic functions, nor read stdin/stdout in Swift 6 mode. */
typedef const char *(*clineediting_prompt)(EditLine *);
typedef unsigned char (*clineediting_function)(EditLine *, int);
EditLine *clineediting_open(const char *program);
int clineediting_set_prompt(EditLine *editor, clineediting_prompt prompt);
int clineediting_set_mode(EditLine *editor, const char *mode);
int clineediting_handle_signals(EditLine *editor, int on);
int clineediting_set_history(EditLine *editor, History *history);
int clineediting_add_function(EditLine *editor, const char *name, const char *help, clineediting_function function);
int clineediting_bind(EditLine *editor, const char *key, const char *command);
int clineediting_set_client(EditLine *editor, void *client);
void *clineediting_get_client(EditLine *editor);
int clineediting_history_set_size(History *history, int size);
int clineediting_history_set_unique(History *history, int on);
int clineediting_history_enter(History *history, const char *line);
int clineediting_history_load(History *history, const char *path);
int clineediting_history_save(History *history, const char *path);
