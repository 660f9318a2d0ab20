// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
// What the test programs share: names of the instruction set's helpers, and the questions that a compiler can ask about
// the types of the kernel that will run them.
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef long long s64;

#define SEC(name) __attribute__((section(name), used))
#define __uint(name, value) int (*name)[value]
#define __type(name, value) value *name
#define CORE __attribute__((preserve_access_index))

#define field_info(field, kind) __builtin_preserve_field_info(field, kind)
#define byte_offset(field) field_info(field, 0)
#define byte_size(field) field_info(field, 1)
#define exists(field) field_info(field, 2)
#define is_signed(field) field_info(field, 3)
#define left_shift(field) field_info(field, 4)
#define right_shift(field) field_info(field, 5)
#define local_id(type) __builtin_btf_type_id(*(type *) 0, 0)
#define target_id(type) __builtin_btf_type_id(*(type *) 0, 1)
#define type_exists(type) __builtin_preserve_type_info(*(type *) 0, 0)
#define type_size(type) __builtin_preserve_type_info(*(type *) 0, 1)
#define enum_exists(type, value) __builtin_preserve_enum_value(*(type *) value, 0)
#define enum_value(type, value) __builtin_preserve_enum_value(*(type *) value, 1)

static long (*const probe_read)(void *to, u32 size, const void *from) = (void *) 113;
static u64 (*const ktime)(void) = (void *) 5;
static void *(*const lookup)(void *map, const void *key) = (void *) 1;

#define READ(pointer) ({ typeof(pointer) value_ = 0; probe_read(&value_, sizeof(value_), &(pointer)); value_; })

char LICENSE[] SEC("license") = "Dual BSD/GPL";
