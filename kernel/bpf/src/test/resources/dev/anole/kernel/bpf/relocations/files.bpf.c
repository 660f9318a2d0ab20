// SPDX-License-Identifier: (GPL-2.0-only OR BSD-2-Clause)
// Members whose size changes, arrays of structures, flexible arrays, unions with names.
#include "core.h"

struct qstr { union { struct { u32 hash; u32 len; }; u64 hash_len; }; const unsigned char *name; } CORE;
struct super_block { u32 s_dev; unsigned long s_magic; char s_id[32]; } CORE;
struct inode { u16 i_mode; unsigned long i_ino; s64 i_size; struct super_block *i_sb; unsigned int i_blkbits; } CORE;
struct dentry { struct dentry *d_parent; struct qstr d_name; struct inode *d_inode; unsigned char d_iname[32]; } CORE;
struct path { void *mnt; struct dentry *dentry; } CORE;
struct file { struct path f_path; unsigned int f_flags; s64 f_pos; struct inode *f_inode; unsigned int f_mode; } CORE;
struct bvec_iter { u64 bi_sector; unsigned int bi_size; } CORE;
struct bio { struct bio *bi_next; struct bvec_iter bi_iter; unsigned int bi_opf; } CORE;
struct request_queue { unsigned int nr_requests; } CORE;
struct request { struct request_queue *q; u64 __sector; unsigned int __data_len; unsigned int cmd_flags; u64 start_time_ns; } CORE;
struct kmem_cache_order_objects { unsigned int x; } CORE;
struct kmem_cache { unsigned int size; const char *name; int refcount; } CORE;
struct zone_padding { char x[0]; } CORE;
struct free_area { unsigned long nr_free; } CORE;
struct zone { unsigned long _watermark[3]; struct free_area free_area[11]; const char *name; unsigned long spanned_pages; } CORE;
struct mem_cgroup_per_node { unsigned long lru_size; } CORE;
struct mem_cgroup { struct mem_cgroup_per_node *nodeinfo[1]; } CORE;
struct blk_plug { unsigned short rq_count; } CORE;

u64 out[16];

SEC("raw_tp/sys_enter")
int paths(u64 *args)
{
    struct file *file = (void *) args[0];
    struct dentry *dentry = READ(file->f_path.dentry);
    struct inode *inode = READ(file->f_inode);
    struct super_block *super = READ(inode->i_sb);

    out[0] = READ(dentry->d_name.len) + READ(dentry->d_name.hash) + READ(dentry->d_name.hash_len);
    out[1] = (u64) READ(dentry->d_name.name) + (u64) READ(dentry->d_parent);
    out[2] = READ(inode->i_mode) + READ(inode->i_ino) + READ(inode->i_size);
    out[3] = READ(super->s_dev) + READ(super->s_magic);
    out[4] = READ(file->f_flags) + READ(file->f_pos) + READ(file->f_mode);
    return probe_read(out + 6, 32, super->s_id);
}

SEC("tp_btf/block_rq_issue")
int typed(u64 *args)
{
    struct request *request = (void *) args[0];
    struct inode *inode = (void *) args[1];

    return request->__sector + request->__data_len + request->cmd_flags + request->start_time_ns
        + request->q->nr_requests + inode->i_mode + inode->i_blkbits + inode->i_size;
}

SEC("raw_tp/block_rq_complete")
int arrays(u64 *args)
{
    struct zone *zone = (void *) args[0];
    struct mem_cgroup *group = (void *) args[1];
    struct bio *bio = (void *) args[2];
    struct kmem_cache *cache = (void *) args[2];

    out[0] = READ(zone->_watermark[1]) + READ(zone->free_area[3].nr_free) + READ(zone->free_area[10].nr_free);
    out[1] = (u64) READ(group->nodeinfo[0]);
    out[2] = byte_offset(zone->free_area[2]) + byte_size(zone->free_area) + byte_size(zone->free_area[0]);
    out[3] = READ(bio->bi_iter.bi_sector) + READ(bio->bi_iter.bi_size) + READ(bio->bi_opf);
    out[4] = exists(cache->size) ? READ(cache->size) + READ(cache->refcount) : 0;
    out[5] = exists(zone->spanned_pages) + type_exists(struct zone_padding) + type_size(struct blk_plug);
    return 0;
}

SEC("?raw_tp/sys_exit")
int second_element(u64 *args)
{
    struct bvec_iter *iterators = (void *) args[0];

    return READ(iterators[2].bi_size) + byte_offset(iterators[1].bi_sector);
}
