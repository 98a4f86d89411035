/* What the disk itself takes: appends one 4 KiB page and calls fdatasync, N times; prints the times
 * in microseconds, one a line.  usage: raw_sync FILE N */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static double now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

int main(int argc, char **argv)
{
    if (argc != 3) {
        fprintf(stderr, "usage: raw_sync FILE N\n");
        return 64;
    }
    int file = open(argv[1], O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    if (file < 0) {
        perror(argv[1]);
        return 73;
    }
    char page[4096];
    memset(page, 'x', sizeof page);
    int rounds = (int)strtol(argv[2], NULL, 10);
    for (int i = 0; i < rounds; i++) {
        double started = now_us();
        if (write(file, page, sizeof page) != (ssize_t)sizeof page || fdatasync(file) != 0) {
            perror("raw_sync");
            return 74;
        }
        printf("%.1f\n", now_us() - started);
    }
    close(file);
    unlink(argv[1]);
    return 0;
}
