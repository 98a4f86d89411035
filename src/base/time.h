/* Time: UTC milliseconds for records, monotonic for durations, local dates for what clubs count.
 * Zone names are TZ database names ("Europe/Amsterdam"). */
#ifndef BASE_TIME_H
#define BASE_TIME_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

int64_t
time_now_ms(void); /* UTC, ms since 1970; AIMTRACK_CLOCK_MS in the environment fixes it in tests */
int64_t time_monotonic_ms(void); /* for durations and timers only */

/* Sets the zone that local dates are made in (setenv TZ, tzset). NULL or "": the system's. */
void time_set_zone(const char *zone);

/* "YYYY-MM-DD" of that moment in the club's zone; dst of 11 bytes. */
void time_local_date(char dst[11], int64_t ms);

/* Local clock "HH:MM". */
void time_local_clock(char dst[6], int64_t ms);

/* For people, in the current language: "12 Oct 2026" / "12 okt 2026". */
void time_date_text(char *dst, size_t size, const char *iso_date);

/* "12 Oct 19:42" */
void time_moment_text(char *dst, size_t size, int64_t ms);

/* "Mon 23 Nov, evening" / "ma 23 nov, avond" for the breadcrumb. */
void time_day_part_text(char *dst, size_t size, int64_t ms);

/* Strict "YYYY-MM-DD" check, real calendar. */
bool time_is_date(const char *text);

/* As a person types it: "2026-10-12", "12-10-2026", "12/10/2026", "12-10" (this year) -> ISO.
 * False when it is no date. */
bool time_read_date(const char *text, char iso[11]);

/* Days since 1970-01-01 of an ISO date; and back. */
int64_t time_date_days(const char *iso_date);
void time_days_date(char dst[11], int64_t days);

/* UTC ms of a local wall-clock moment in the club's zone. */
int64_t time_from_local(const char *iso_date, int hour, int minute, int second);

/* Milliseconds until the wall clock's next full minute: when the header must be painted again. */
int time_ms_to_next_minute(void);

#endif
