#include "store/club_words.h"

bool club_words_each(struct db *db, void (*visit)(void *context, const char *word), void *context,
                     struct err *err)
{
    struct db_stmt *stmt = db_prepare(
        db,
        "SELECT family_name FROM member UNION SELECT given_name FROM member"
        " UNION SELECT given_name || ' ' || family_name FROM member"
        " UNION SELECT number FROM member WHERE length(number) > 2"
        " UNION SELECT licence FROM member WHERE licence IS NOT NULL"
        " UNION SELECT name FROM account UNION SELECT login FROM account"
        " UNION SELECT name FROM weapon UNION SELECT serial FROM weapon"
        " UNION SELECT storage FROM weapon UNION SELECT name FROM location"
        " UNION SELECT lot FROM ammunition UNION SELECT name FROM club UNION SELECT city FROM club"
        " UNION SELECT knsa_number FROM club UNION SELECT certification FROM club");
    enum db_step step = DB_FAILED;
    while ((step = db_step(stmt, err)) == DB_ROW) {
        visit(context, db_text(stmt, 0));
    }
    db_reset(stmt);
    return step == DB_DONE;
}
