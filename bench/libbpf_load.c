// SPDX-License-Identifier: Apache-2.0
// How long libbpf takes to load and attach an object, in microseconds, one line a round: libbpf_load OBJECT ROUNDS.
#include <bpf/libbpf.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(clockid_t clock)
{
    struct timespec time;

    clock_gettime(clock, &time);
    return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

int main(int argc, char **argv)
{
    for (int round = 0; round < atoi(argv[2]); round++) {
        double wall = now(CLOCK_MONOTONIC), cpu = now(CLOCK_THREAD_CPUTIME_ID);
        struct bpf_object *object = bpf_object__open_file(argv[1], NULL);
        struct bpf_program *program;
        struct bpf_link *link = NULL;

        if (!object || bpf_object__load(object))
            return 1;
        bpf_object__for_each_program(program, object)
            link = bpf_program__attach(program);
        if (!link)
            return 2;
        printf("%.0f %.0f\n", now(CLOCK_MONOTONIC) - wall, now(CLOCK_THREAD_CPUTIME_ID) - cpu);
        bpf_link__destroy(link);
        bpf_object__close(object);
    }
    return 0;
}
