/* What terminals send whatever TERM says. Terminfo knows one terminal's keys; people come with
 * another: PuTTY's digits, rxvt's arrows, tmux within anything. Used by term.c and keys.c. */
#ifndef UI_KEY_SEQUENCES_H
#define UI_KEY_SEQUENCES_H

/* Once ncurses reads the keyboard. */
void key_sequences_define(void);

/* The key (enum ui_key or a character) behind a code that ncurses delivers; 0: not one of ours. */
int key_sequence_key(int code);

#endif
