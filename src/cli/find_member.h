/* A member as someone typed it: number, licence or id. */
#ifndef CLI_FIND_MEMBER_H
#define CLI_FIND_MEMBER_H
#include "core/app.h"

bool find_member(struct app *app, const char *typed, struct member *member, struct err *err);

#endif
