// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Bytes of an image in, checked records out.  After decode_head said yes, every
// rule of docs/image-format.md holds for the View: a reader need not check
// again.  Pure: no system calls, no allocation; time is linear in the head
// (times a logarithm).
// Phase: any.  Needs: nothing.  Never: reads outside the bytes it was given,
// whatever they hold; never keeps a copy.
// Errors: false, and one line in `why` that says what is wrong and what to do.
#pragma once
#include "runtime/abi/image.h"
#include "runtime/abi/text.h"
#include "runtime/image/elf_layout.h"

namespace ckpt::image {

// The largest head a reader accepts.
inline constexpr u64 kMaxHead = u64{4} << 30;
// First address that no user mapping may contain (TASK_SIZE_MAX).
inline constexpr u64 kUserTop = 0x7ffffffff000;
inline constexpr i32 kMaxDescriptor = 1 << 20; // first number that is too large

// Borrows from the head bytes; valid as long as they are.
struct View {
  Bytes head;
  u64 file_size = 0;
  const Meta *meta = nullptr;
  StringView provenance;
  StringView options;
  Span<const CpuLeaf> cpu;
  Span<const Mapping> mappings;
  StringView mapping_pool;
  Span<const Run> runs;
  Span<const Thread> threads; // never empty; the leader first
  Span<const Descriptor> descriptors;
  StringView descriptor_pool;
  Span<const RecordLock> locks;
  Span<const Action> actions; // kSignals of them
  Span<const PendingSignal> pending;
  Span<const SharedObject> shared;
  StringView shared_pool;
  Span<const Timer> timers;
  Span<const Clocks> clocks; // the process's first
  Span<const Content> contents;
  Span<const Watch> watches;
  Span<const ContentRun> content_runs;
  Span<const FileWatch> file_watches;
  StringView file_watch_pool;
  Span<const Limit> limits; // kLimitCount of them
  const Attributes *attributes = nullptr;
  Span<const ThreadSettings> thread_settings;
  Span<const Directory> directories;
  StringView directory_pool;
  Span<const DirectoryName> names;
  StringView name_pool;
  Span<const GuardRange> guards;
  Span<const Hidden> hidden;
  Span<const SystemVSegment> system_v;
  Span<const Waiting> waiting;
  Span<const Flight> flights;
  Span<const VirtualNumber> virtual_numbers;
  StringView virtual_pool;
  Bytes auxv;    // pairs of u64 that end with AT_NULL; aligned to 4 only
  Bytes nt_file; // empty, or a well-formed NT_FILE; aligned to 4 only
  Span<const ProgramHeader> segments; // the PT_NOTE first

  StringView path(const Mapping &m) const {
    return mapping_pool.drop(m.path).take(m.path_size);
  }
  StringView path(const SharedObject &o) const {
    return shared_pool.drop(o.path).take(o.path_size);
  }
  StringView path(const Descriptor &d) const {
    return descriptor_pool.drop(d.path).take(d.path_size);
  }
  StringView path(const FileWatch &w) const {
    return file_watch_pool.drop(w.path).take(w.path_size);
  }
  StringView path(const Directory &d) const {
    return directory_pool.drop(d.path).take(d.path_size);
  }
  StringView url(const VirtualNumber &n) const {
    return virtual_pool.drop(n.url).take(n.url_size);
  }
  // The number by which the job knows a descriptor.
  i32 shown(i32 real) const {
    for (const VirtualNumber &n : virtual_numbers)
      if (n.real == real)
        return n.number;
    return real;
  }
  StringView name(const DirectoryName &n) const {
    return name_pool.drop(n.name).take(n.name_size);
  }
};

// `last_bytes`: the last sizeof(Commit) bytes of the file, or the whole file
// when it is smaller.
[[nodiscard]] bool decode_commit(Bytes last_bytes, u64 file_size, Commit &out,
                                 Reason &why);

// `head`: the first commit.data_offset bytes of the file, at an address that is
// a multiple of 8.  `commit` comes from decode_commit.
[[nodiscard]] bool decode_head(Bytes head, const Commit &commit, View &out,
                               Reason &why);

// The value of the first line "key=value\n"; data is null when there is none.
StringView text_value(StringView text, StringView key);

// The mapping that contains `address`, or null.
const Mapping *find_mapping(Span<const Mapping> mappings, u64 address);
// The object of a mapping with kShared.
inline const SharedObject &object_of(const View &v, const Mapping &m) {
  return v.shared[m.object];
}
inline bool shows_file(const View &v, const Mapping &m) {
  return m.flags & kShared && object_of(v, m).kind == SharedKind::kFile;
}
// Whether `size` bytes at `offset` of the descriptor's file are mapped shared:
// then the mapping's pages say what they were.
bool is_mapped(const View &v, const Descriptor &d, u64 offset, u64 size);
// The content of a descriptor that has one.
inline const Content &content_of(const View &v, const Descriptor &d) {
  return v.contents[d.content - 1];
}
// The runs of contents[index], in the order of their positions.
Span<const ContentRun> runs_of(Span<const ContentRun> all, size_t index);
// What no mapping shows of shared[index], or null.
const Hidden *hidden_of(const View &v, u32 index);
// How shared[index] was known; null: it is none, or removed.
const SystemVSegment *segment_of(const View &v, u32 index);
// The descriptors that are on their way to contents[index], or in one message of it.
Span<const Flight> flights_of(Span<const Flight> all, size_t index);
Span<const Flight> flights_of(Span<const Flight> all, size_t index, u32 message);
// The record of descriptor `number`, or null.
const Descriptor *find_descriptor(Span<const Descriptor> all, i32 number);

} // namespace ckpt::image
