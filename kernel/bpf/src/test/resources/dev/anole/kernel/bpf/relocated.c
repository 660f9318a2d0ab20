// SPDX-License-Identifier: Apache-2.0
// Prints what libbpf would give to the kernel for each program of some objects, fitted to the types in a file. libbpf runs
// whole; its bpf(2) calls end here, in a syscall() of this program's own that stands before libc's. So no rights and no
// particular kernel are needed.
//
// relocated BTF OBJECT... writes, for each object: u32 mark, u32 result, and before that for each program:
// char name[16], u32 insns, the insns, u32 functions, 8 bytes each, u32 lines, 16 bytes each.
#define _GNU_SOURCE
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MARK 0xffffffffu

static int loading;

static void put(const void *bytes, unsigned int length)
{
    if (fwrite(bytes, 1, length, stdout) != length)
        _exit(3);
}

static void put_table(unsigned long long table, unsigned int count, unsigned int size)
{
    put(&count, sizeof(count));
    put((const void *) table, count * size);
}

static long answer(long command, union bpf_attr *attr, unsigned long size)
{
    switch (command) {
    case BPF_PROG_LOAD:
        // libbpf's own questions to the kernel are programs without types; behind their attributes' end is rubbish.
        if (loading && size >= offsetof(union bpf_attr, attach_btf_id) && attr->func_info_cnt > 0
            && attr->func_info_rec_size == 8 && attr->line_info_rec_size == 16) {
            put(attr->prog_name, sizeof(attr->prog_name));
            put_table(attr->insns, attr->insn_cnt, 8);
            put_table(attr->func_info, attr->func_info_cnt, 8);
            put_table(attr->line_info, attr->line_info_cnt, 16);
        }
        return open("/dev/null", O_RDONLY | O_CLOEXEC);
    case BPF_MAP_CREATE:
    case BPF_BTF_LOAD:
        return open("/dev/null", O_RDONLY | O_CLOEXEC);
    case BPF_BTF_GET_NEXT_ID:
    case BPF_MAP_GET_NEXT_ID:
        errno = ENOENT;
        return -1;
    default:
        return 0;
    }
}

long syscall(long number, ...)
{
    static long (*real)(long, ...);
    long a[6];
    va_list list;

    va_start(list, number);
    for (int i = 0; i < 6; i++)
        a[i] = va_arg(list, long);
    va_end(list);
    if (number == SYS_bpf)
        return answer(a[0], (union bpf_attr *) a[1], (unsigned int) a[2]);
    if (!real)
        real = (long (*)(long, ...)) dlsym(RTLD_NEXT, "syscall");
    return real(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

static int quiet(enum libbpf_print_level level, const char *format, va_list list)
{
    return level == LIBBPF_WARN ? vfprintf(stderr, format, list) : 0;
}

int main(int argc, char **argv)
{
    LIBBPF_OPTS(bpf_object_open_opts, options, .btf_custom_path = argv[1]);

    libbpf_set_print(quiet);
    for (int i = 2; i < argc; i++) {
        struct bpf_object *object = bpf_object__open_file(argv[i], &options);
        unsigned int mark = MARK;
        unsigned int result = 1;

        if (object) {
            loading = 1;
            result = bpf_object__load(object) ? 2 : 0;
            loading = 0;
            bpf_object__close(object);
        }
        put(&mark, sizeof(mark));
        put(&result, sizeof(result));
    }
    return 0;
}
