/* Alerts in words: two or three for the header of every screen, and what an administrator does. */
#ifndef CORE_ALERT_WORDS_H
#define CORE_ALERT_WORDS_H

/* "backup overdue": translated; an unknown key says itself. Never NULL. */
const char *alert_short(const char *key);

/* "Make a backup: aimtrack backup. ...": translated. Never NULL. */
const char *alert_advice(const char *key);
/* The same for who sits in front of the screens: a key where there is one. */
const char *alert_by_key(const char *key);

#endif
