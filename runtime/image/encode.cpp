// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One walk over the input, `emit_head`, serves both for measuring and for
// writing: with a Sink that has no buffer it only counts.
#include "runtime/image/encode.h"
#include "runtime/image/checksum.h"
#include "runtime/image/decode.h"

namespace ckpt::image {
namespace {

constexpr u64 align_up(u64 n, u64 to) { return (n + to - 1) & ~(to - 1); }

struct Sink {
  Span<u8> out; // empty: count only
  u64 at = 0;
  bool too_large = false;

  void put(const void *data, u64 size) {
    if (!out.empty() && size)
      __builtin_memcpy(out.data + at, data, size);
    at += size;
  }
  void zero_to(u64 end) {
    if (!out.empty() && end > at)
      __builtin_memset(out.data + at, 0, end - at);
    at = end;
  }
};

void begin_note(Sink &sink, StringView owner, u32 type, u64 size) {
  if (size > 0xffffffff)
    sink.too_large = true;
  NoteHeader header{static_cast<u32>(owner.size + 1), static_cast<u32>(size),
                    type};
  sink.put(&header, sizeof header);
  sink.put(owner.data, owner.size);
  sink.zero_to(align_up(sink.at + 1, 4));
}

void end_note(Sink &sink) { sink.zero_to(align_up(sink.at, 4)); }

// The bytes in front of the descriptor of a note of ours.
constexpr u64 kNotePrefix = sizeof(NoteHeader) + 8;

void put_own(Sink &sink, Note type, NoteHead head, const void *records,
             StringView pool) {
  StringView owner(kNoteName);
  if ((sink.at + kNotePrefix) % 8) {
    begin_note(sink, owner, kFillerNote, 0);
    end_note(sink);
  }
  u64 size = head.count * head.record_size;
  begin_note(sink, owner, static_cast<u32>(type),
             sizeof head + size + pool.size);
  sink.put(&head, sizeof head);
  sink.put(records, size);
  sink.put(pool.data, pool.size);
  end_note(sink);
}

template <class T>
void put_records(Sink &sink, Note type, Span<const T> records,
                 StringView pool = {}) {
  put_own(sink, type, NoteHead{sizeof(T), 0, records.size, pool.size},
          records.data, pool);
}

void put_text(Sink &sink, Note type, StringView text) {
  put_records<char>(sink, type, {text.data, text.size});
}

void put_notes(Sink &sink, const HeadInput &in) {
  for (const RawNote &note : in.standard) {
    begin_note(sink, note.owner, note.type, note.bytes.size);
    sink.put(note.bytes.data, note.bytes.size);
    end_note(sink);
  }
  put_records<Meta>(sink, Note::kMeta, {in.meta, 1});
  put_text(sink, Note::kProvenance, in.provenance);
  put_records(sink, Note::kCpu, in.cpu);
  put_records(sink, Note::kMappings, in.mappings, in.mapping_pool);
  put_records(sink, Note::kRuns, in.runs);
  put_records(sink, Note::kThreads, in.threads);
  put_records(sink, Note::kDescriptors, in.descriptors, in.descriptor_pool);
  put_records(sink, Note::kLocks, in.locks);
  put_records(sink, Note::kActions, in.actions);
  put_records(sink, Note::kPending, in.pending);
  put_records(sink, Note::kShared, in.shared, in.shared_pool);
  put_records(sink, Note::kTimers, in.timers);
  put_records(sink, Note::kClocks, in.clocks);
  put_records(sink, Note::kLimits, in.limits);
  put_records<Attributes>(sink, Note::kAttributes,
                          {in.attributes, in.attributes ? 1u : 0u});
  put_records(sink, Note::kThreadSettings, in.thread_settings);
  put_records(sink, Note::kDirectories, in.directories, in.directory_pool);
  put_records(sink, Note::kNames, in.names, in.name_pool);
  put_records(sink, Note::kGuards, in.guards);
  put_records(sink, Note::kHidden, in.hidden);
  put_records(sink, Note::kSystemV, in.system_v);
  put_records(sink, Note::kWaiting, in.waiting);
  put_records(sink, Note::kFlights, in.flights);
  put_records(sink, Note::kVirtual, in.virtual_numbers, in.virtual_pool);
  put_text(sink, Note::kOptions, in.options);
  put_records(sink, Note::kContents, in.contents);
  put_records(sink, Note::kWatches, in.watches);
  put_records(sink, Note::kContentRuns, in.content_runs);
  put_records(sink, Note::kFileWatches, in.file_watches, in.file_watch_pool);
}

void put_elf_header(Sink &sink, u64 headers) {
  ElfHeader elf{};
  __builtin_memcpy(elf.ident, kElfIdent, sizeof kElfIdent);
  elf.type = kElfTypeCore;
  elf.machine = kElfMachineX86_64;
  elf.version = kElfVersion;
  elf.phoff = sizeof elf;
  elf.ehsize = sizeof elf;
  elf.phentsize = sizeof(ProgramHeader);
  elf.phnum = static_cast<u16>(headers);
  if (headers >= kManyHeaders) {
    elf.phnum = kManyHeaders;
    elf.shoff = sizeof elf + headers * sizeof(ProgramHeader);
    elf.shentsize = sizeof(SectionHeader);
    elf.shnum = 1;
  }
  sink.put(&elf, sizeof elf);
}

void put_segments(Sink &sink, const HeadInput &in, u64 notes_from,
                  u64 notes_size) {
  ProgramHeader notes{};
  notes.type = kSegmentNote;
  notes.flags = kSegmentRead;
  notes.offset = notes_from;
  notes.filesz = notes_size;
  notes.align = 4;
  sink.put(&notes, sizeof notes);
  for (const Segment &s : in.segments) {
    ProgramHeader load{kSegmentLoad, s.flags, s.offset, s.vaddr, 0,
                       s.filesz,     s.memsz, kPageSize};
    sink.put(&load, sizeof load);
  }
}

u64 front_size(u64 headers) {
  return sizeof(ElfHeader) + headers * sizeof(ProgramHeader) +
         (headers >= kManyHeaders ? sizeof(SectionHeader) : 0);
}

// Where the notes end; 0: a note is too large.
u64 notes_end(const HeadInput &in) {
  Sink count;
  count.at = front_size(in.segments.size + 1);
  put_notes(count, in);
  return count.too_large ? 0 : count.at;
}

} // namespace

u64 head_size(const HeadInput &in) {
  u64 end = notes_end(in);
  u64 size = end ? page_up(end + in.more_pending * sizeof(PendingSignal)) : 0;
  return size <= kMaxHead ? size : 0;
}

bool encode_head(const HeadInput &in, Span<u8> out) {
  u64 end = notes_end(in);
  u64 size = head_size(in);
  if (size == 0 || size != out.size)
    return false;
  u64 headers = in.segments.size + 1;
  u64 front = front_size(headers);
  Sink sink;
  sink.out = out;
  put_elf_header(sink, headers);
  put_segments(sink, in, front, end - front);
  if (headers >= kManyHeaders) {
    SectionHeader count{};
    count.info = static_cast<u32>(headers);
    sink.put(&count, sizeof count);
  }
  Meta meta = *in.meta;
  meta.data_offset = out.size;
  HeadInput filled = in;
  filled.meta = &meta;
  put_notes(sink, filled);
  sink.zero_to(out.size);
  return true;
}

Commit make_commit(u64 file_size, u64 data_offset, u32 head_crc) {
  Commit c{};
  __builtin_memcpy(c.magic, kCommitMagic, sizeof c.magic);
  c.file_size = file_size;
  c.data_offset = data_offset;
  c.head_crc = head_crc;
  c.self_crc = crc32c(0, &c, offsetof(Commit, self_crc));
  return c;
}

} // namespace ckpt::image
