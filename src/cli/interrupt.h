/* Ctrl-C, SIGTERM and SIGHUP while a command does something that has to be ended tidily. */
#ifndef CLI_INTERRUPT_H
#define CLI_INTERRUPT_H
#include <stdbool.h>

/* From here on they are only noted. Those that were ignored (nohup) stay ignored. */
void interrupt_catch(void);
bool interrupt_asked(void);
/* As it was before. Returns code, or what a shell expects of a program that a signal ended. */
int interrupt_release(int code);

#endif
