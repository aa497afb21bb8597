// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The frame of an image: commit record, ELF header, program headers.
#include "runtime/image/decode.h"
#include "runtime/image/check.h"
#include "runtime/image/checksum.h"

namespace ckpt::image {
namespace {

bool incomplete(u64 file_size, Reason &why) {
  why.set("the image is incomplete: its ", file_size,
          " bytes do not end with a commit record (the checkpoint was "
          "interrupted, the file was cut, or it is no checkpoint image); use "
          "another copy of it or an older image, or start the job again");
  return false;
}

bool check_elf_header(const ElfHeader &elf, Reason &why) {
  for (size_t i = 0; i < sizeof kElfIdent; ++i)
    if (elf.ident[i] != kElfIdent[i])
      return damaged(why, "it does not start with a 64-bit little-endian ELF "
                          "header");
  if (elf.machine != kElfMachineX86_64) {
    why.set("the image was written on another kind of machine (ELF machine ",
            u32{elf.machine}, "; this program runs on x86-64, ",
            u32{kElfMachineX86_64}, "): restart it on that kind of machine");
    return false;
  }
  if (elf.type != kElfTypeCore || elf.version != kElfVersion)
    return damaged(why, "its ELF header is not that of a core file");
  if (elf.phoff != sizeof(ElfHeader) || elf.ehsize != sizeof(ElfHeader) ||
      elf.phentsize != sizeof(ProgramHeader) || elf.shstrndx != 0)
    return damaged(why, "its ELF header has wrong sizes or offsets");
  return true;
}

// The number of program headers and where the table (and the section header
// that holds a large number) ends.
bool count_headers(Bytes head, const ElfHeader &elf, u64 &count, u64 &end,
                   Reason &why) {
  count = elf.phnum;
  end = sizeof elf + count * sizeof(ProgramHeader);
  if (elf.phnum == kManyHeaders) {
    u64 room = head.size - sizeof(SectionHeader);
    if (elf.shoff > room || elf.shoff % 8 || elf.shnum != 1 ||
        elf.shentsize != sizeof(SectionHeader))
      return damaged(why, "its section header is out of place");
    count =
        reinterpret_cast<const SectionHeader *>(head.data + elf.shoff)->info;
    if (count < kManyHeaders ||
        elf.shoff != sizeof elf + count * sizeof(ProgramHeader))
      return damaged(why, "its number of program headers is wrong");
    end = elf.shoff + sizeof(SectionHeader);
  } else if (elf.shoff || elf.shnum) {
    return damaged(why, "it has sections");
  }
  if (count == 0 || end > head.size)
    return damaged(why, "its program headers do not fit in");
  return true;
}

bool check_load(const ProgramHeader &p, u64 previous_end, const Commit &commit,
                Reason &why) {
  u64 data_end = commit.file_size - sizeof(Commit);
  if (p.type != kSegmentLoad)
    return damaged(why, "program header of unknown type ", Hex{p.type});
  if ((p.vaddr | p.memsz | p.offset) & kPageMask || p.memsz > kUserTop ||
      p.vaddr > kUserTop - p.memsz || p.vaddr < previous_end)
    return damaged(why, "PT_LOAD at ", Hex{p.vaddr}, " is out of place");
  if (p.filesz > p.memsz || p.offset > data_end ||
      p.filesz > data_end - p.offset ||
      (p.filesz && p.offset < commit.data_offset))
    return damaged(why, "PT_LOAD at ", Hex{p.vaddr},
                   " has bytes outside of the data area");
  return true;
}

bool check_segments(const View &v, u64 table_end, const Commit &commit,
                    Reason &why) {
  const ProgramHeader &notes = v.segments[0];
  if (notes.type != kSegmentNote || notes.offset != table_end ||
      notes.filesz > v.head.size - table_end)
    return damaged(why, "its notes are out of place");
  u64 previous_end = 0;
  for (size_t i = 1; i < v.segments.size; ++i) {
    const ProgramHeader &p = v.segments[i];
    if (!check_load(p, previous_end, commit, why))
      return false;
    previous_end = p.vaddr + p.memsz;
  }
  for (u64 i = table_end + notes.filesz; i < v.head.size; ++i)
    if (v.head[i])
      return damaged(why, "byte ", i, " of its head is not zero");
  return true;
}

bool check_records(const View &v, const Commit &commit, Reason &why) {
  return check_mappings(v, why) && check_meta(v, commit, why) &&
         check_runs(v, commit, why) && check_threads(v, why) &&
         check_descriptors(v, why) && check_locks(v, why) &&
         check_shared(v, why) && check_limits(v, why) &&
         check_attributes(v, why) && check_thread_settings(v, why) &&
         check_guards(v, why) && check_virtual(v, why) &&
         check_directories(v, why) &&
         check_contents(v, why) && check_waiting(v, why) &&
         check_flights(v, why) && check_content_runs(v, commit, why) &&
         check_watches(v, why) && check_file_watches(v, why) &&
         check_signals(v, why) && check_timers(v, why) &&
         check_clocks(v, why) && check_texts(v, why) &&
         check_core_notes(v, why);
}

} // namespace

bool decode_commit(Bytes last_bytes, u64 file_size, Commit &out, Reason &why) {
  if (last_bytes.size < sizeof(Commit) ||
      file_size < kPageSize + sizeof(Commit))
    return incomplete(file_size, why);
  Commit c;
  __builtin_memcpy(&c, last_bytes.data + last_bytes.size - sizeof c, sizeof c);
  for (size_t i = 0; i < sizeof c.magic; ++i)
    if (c.magic[i] != kCommitMagic[i])
      return incomplete(file_size, why);
  if (crc32c(0, &c, offsetof(Commit, self_crc)) != c.self_crc)
    return damaged(why, "the checksum of its commit record is wrong");
  if (c.file_size != file_size)
    return damaged(why, "it has ", file_size, " bytes and was written with ",
                   c.file_size);
  if (c.data_offset < kPageSize || c.data_offset & kPageMask ||
      c.data_offset > file_size - sizeof(Commit) || c.data_offset > kMaxHead)
    return damaged(why, "its data cannot start at byte ", c.data_offset);
  out = c;
  return true;
}

bool decode_head(Bytes head, const Commit &commit, View &out, Reason &why) {
  if (head.size != commit.data_offset || head.size < kPageSize ||
      reinterpret_cast<uintptr_t>(head.data) % 8)
    return damaged(why, "its head could not be read as a whole");
  if (crc32c(0, head.data, head.size) != commit.head_crc)
    return damaged(why, "the checksum of its head is wrong");
  const ElfHeader &elf = *reinterpret_cast<const ElfHeader *>(head.data);
  u64 headers = 0, table_end = 0;
  if (!check_elf_header(elf, why) ||
      !count_headers(head, elf, headers, table_end, why))
    return false;
  View v;
  v.head = head;
  v.file_size = commit.file_size;
  v.segments = {
      reinterpret_cast<const ProgramHeader *>(head.data + sizeof(ElfHeader)),
      headers};
  if (!check_segments(v, table_end, commit, why) ||
      !read_notes(table_end, table_end + v.segments[0].filesz, v, why) ||
      !check_records(v, commit, why))
    return false;
  out = v;
  return true;
}

} // namespace ckpt::image
