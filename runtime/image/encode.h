// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Records in, bytes of an image's head and its commit record out; the
// counterpart of decode.h.  Pure: writes into the caller's buffer only.
// Phase: any.  Needs: records that keep the rules of docs/image-format.md (they
// are not checked here: decode the result where that matters).
// Never: allocates.
#pragma once
#include "runtime/abi/image.h"
#include "runtime/image/elf_layout.h"

namespace ckpt::image {

// A note of the standard core format, copied as it is.
struct RawNote {
  u32 type;         // kNotePrstatus, ...
  StringView owner; // "CORE" or "LINUX"
  Bytes bytes;
};

// One PT_LOAD.
struct Segment {
  u64 vaddr;
  u64 memsz;
  u64 filesz;
  u64 offset;
  u32 flags; // kSegmentRead | kSegmentWrite | kSegmentExec
};

struct HeadInput {
  const Meta *meta = nullptr; // data_offset is filled in while it is written
  StringView provenance;      // "key=value\n" each
  StringView options;
  Span<const CpuLeaf> cpu;
  Span<const Mapping> mappings;
  StringView mapping_pool;
  Span<const Run> runs;
  Span<const Thread> threads;
  Span<const Descriptor> descriptors;
  StringView descriptor_pool;
  Span<const RecordLock> locks;
  Span<const Action> actions;
  Span<const PendingSignal> pending;
  u64 more_pending = 0; // room for so many that may come before it is encoded
  Span<const SharedObject> shared;
  StringView shared_pool;
  Span<const Timer> timers;
  Span<const Clocks> clocks;
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
  Span<const RawNote> standard; // in the order gdb wants: NT_PRSTATUS first
  Span<const Segment> segments;
};

// The size of the head, which is the data offset: a multiple of the page size.
// It depends on counts and sizes only, never on what the records hold, so runs
// can be given their file offsets and checksums afterwards; of `pending` and
// more_pending on the sum.
// 0: a note would be larger than ELF can say (4 GiB), or the head too large.
u64 head_size(const HeadInput &in);

// Needs: out.size == head_size(in), which is not 0.  False: it is not.
[[nodiscard]] bool encode_head(const HeadInput &in, Span<u8> out);

// The record that ends the file.  head_crc: crc32c(0, head, data_offset).
Commit make_commit(u64 file_size, u64 data_offset, u32 head_crc);

} // namespace ckpt::image
