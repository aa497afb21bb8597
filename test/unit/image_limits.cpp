// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The last values that are still legal: a decoder that is too strict would
// refuse the image of a real process.
#include "runtime/image/decode.h"
#include "test/Inputs/sample_image.h"
#include "test/unit/check.h"
#include <cstring>
#include <iostream>

using namespace ckpt;
using namespace ckpt::image;
using ckpt::test::SampleImage;

namespace {

using S = SampleImage;

void check_accepted(std::initializer_list<void (*)(SampleImage &)> rows) {
  int row = 0;
  for (void (*change)(SampleImage &) : rows) {
    SampleImage sample;
    change(sample);
    std::string why = test::refusal(sample.bytes());
    if (!CHECK_EQ(why, ""))
      std::cout << "  row " << row << '\n';
    ++row;
  }
}

// Three threads; the leader's number is neither the lowest nor the highest.
void add_threads(SampleImage &s) {
  s.threads.resize(5, s.threads[0]);
  const i32 tids[] = {4242, 1, 17, 5000, (1 << 22) - 1};
  for (size_t i = 0; i < 5; ++i)
    s.threads[i].tid = tids[i];
}

} // namespace

TEST(meta) {
  check_accepted({
      [](S &s) { s.meta.umask = 0777; },
      [](S &s) { s.meta.generation = ~u64{0}; },
      [](S &s) { s.meta.time_nsec = 999999999; },
      [](S &s) { s.meta.time_sec = -1; },
      [](S &s) { std::memcpy(s.meta.comm, "fifteen letters", 16); },
      [](S &s) { s.meta.mm[2] = s.meta.mm[3]; },
      [](S &s) { s.meta.mm[4] = s.meta.mm[5]; },
      [](S &s) { s.meta.mm[7] = s.meta.mm[8]; },
      [](S &s) { s.meta.mm[9] = s.meta.mm[10]; },
      [](S &s) { s.meta.mm[2] = kPageSize; },
      [](S &s) { s.meta.mm[10] = kUserTop - 1; },
      [](S &s) { s.meta.stack_top = s.meta.work_start + 1; },
      [](S &s) { s.meta.resume_entry = s.mappings[0].end - 1; },
  });
}

TEST(vdso) {
  check_accepted({
      [](S &s) { s.meta.vvar_start = s.meta.vdso_start; },
      [](S &s) { // as much as there may be of it, below the stack
        std::swap(s.mappings[4], s.mappings[5]);
        std::swap(s.pages[4], s.pages[5]);
        Mapping &vdso = s.mappings[4];
        vdso.start = s.meta.vdso_start = s.pages[4].address = 0x7f0000000000;
        vdso.end = vdso.readable_end = s.meta.vdso_end = vdso.start + 0x2000;
        s.meta.vvar_start = s.meta.vdso_end - (1 << 20) + kPageSize;
        s.segments[2].offset += 0x2000;
      },
      // The stack may end where the vDSO's data begin.
      [](S &s) {
        Mapping &below = s.mappings[4];
        below.end = below.readable_end = s.meta.vvar_start;
      },
  });
}

TEST(mappings) {
  check_accepted({
      [](S &s) { s.mappings[2].readable_end = s.mappings[2].end; },
      // No page of it can be read: no run, no frame, no rseq area.
      [](S &s) {
        s.mappings[1].readable_end = s.mappings[1].start;
        s.pages.erase(s.pages.begin() + 1);
      },
      [](S &s) { s.mappings[2].end = s.mappings[3].start; }, // neighbours
      [](S &s) { s.mappings[0].path_size = 0; },             // name lost
      [](S &s) {
        s.add_mapping(kUserTop - kPageSize, kUserTop, 7, kAllMappingFlags)
            .flags &= ~u32{kVdso | kNamed | kShared | kHugeTlb | kDroppable |
                          kOnlyRead | kUnwritten | kSharedView};
      },
      [](S &s) {
        s.mappings.insert(s.mappings.begin(),
                          Mapping{0, kPageSize, kPageSize, 0, 0, 0, 0, 0, 0, 0});
      },
      // The path at the very end of the pool, and an empty one behind it.
      [](S &s) {
        s.mappings[2].path = static_cast<u32>(s.mapping_pool.size());
      },
      // The work area in two mappings, a thread's frame across two.
      [](S &s) {
        Mapping half = s.mappings[3];
        half.start += 0x1000;
        s.mappings[3].end = s.mappings[3].readable_end = half.start;
        s.mappings.insert(s.mappings.begin() + 4, half);
      },
  });
}

TEST(page_runs) {
  check_accepted({
      // As large as a run may be, up to the ends of its mapping.
      [](S &s) {
        u64 start = s.mappings[2].start;
        s.mappings[2].end = start + kMaxRunPages * kPageSize;
        s.mappings[2].readable_end = s.mappings[2].end;
        Mapping work = s.mappings[3];
        u64 by = 0x100000;
        s.mappings[3].start = work.start + by;
        s.mappings[3].end = s.mappings[3].readable_end = work.end + by;
        s.meta.work_start += by;
        s.meta.work_end += by;
        s.meta.stack_top += by;
        s.pages.erase(s.pages.begin() + 2, s.pages.begin() + 4);
        s.add_pages(start, kMaxRunPages);
        test::Pages run = s.pages.back();
        s.pages.pop_back();
        s.pages.insert(s.pages.begin() + 2, run);
      },
      // Two runs in a row; one that ends where the work area begins.
      [](S &s) { s.pages[2].address = s.pages[3].address - kPageSize; },
      [](S &s) {
        u64 start = s.meta.work_start;
        s.mappings[3].start -= kPageSize;
        s.mappings[3].end += kPageSize;
        s.mappings[3].readable_end += kPageSize;
        s.pages.insert(s.pages.begin() + 4, test::Pages(s.pages[0]));
        s.pages[4].address = start - kPageSize;
        s.pages[4].bytes.resize(kPageSize);
        s.pages.insert(s.pages.begin() + 5, test::Pages(s.pages[4]));
        s.pages[5].address = s.meta.work_end;
      },
      [](S &s) {
        s.pages.back().bytes.resize(kPageSize);
        s.add_pages(s.meta.vdso_start + kPageSize, 1);
      },
  });
}

TEST(threads) {
  check_accepted({
      add_threads,
      [](S &s) {
        add_threads(s);
        for (const i32 tid : {1, 17, 4242, 5000, (1 << 22) - 1}) {
          s.pending.push_back(s.pending[0]);
          s.pending.back().tid = tid;
        }
      },
      [](S &s) { s.threads[0].frame = s.mappings[4].end - 440; },
      [](S &s) { s.threads[0].fs_base = kUserTop - 1; },
      [](S &s) { s.threads[0].gs_base = kUserTop - 1; },
      [](S &s) { s.threads[0].robust_size = 0; },
      [](S &s) { s.threads[0].rseq = s.threads[0].rseq_size = 0; },
      [](S &s) {
        s.threads[0].rseq = s.mappings[2].end - kPageSize;
        s.threads[0].rseq_size = kPageSize;
      },
  });
  SampleImage sample;
  add_threads(sample);
  for (const i32 tid : {2, 16, 18, 4999, 5001}) {
    sample.pending[0].tid = tid;
    CHECK(test::refusal(sample.bytes()).find("pending for thread") !=
          std::string::npos);
  }
}

TEST(descriptors_locks_and_signals) {
  check_accepted({
      [](S &s) {
        s.descriptors.back().number = s.flights[1].number = kMaxDescriptor - 1;
      },
      [](S &s) { s.descriptors[0].inherited = kMaxDescriptor - 1; },
      [](S &s) { s.descriptors[0].path_size = 0; },
      [](S &s) {
        s.descriptors[0].path_size = 0;
        s.descriptors[0].path = static_cast<u32>(s.descriptor_pool.size());
      },
      [](S &s) { s.descriptors[1].offset = ~u64{0} >> 1; },
      [](S &s) { s.descriptors[1].length = ~u64{0} >> 1; },
      [](S &s) { s.descriptors[3].kind = FdKind::kTerminal; },
      [](S &s) {
        s.descriptors[1].path = static_cast<u32>(s.descriptor_pool.size());
        s.descriptors[1].path_size = 4095;
        s.descriptor_pool += std::string(4095, '/');
      },
      [](S &s) {
        s.locks[0].start = 100;
        s.locks[0].length = (~u64{0} >> 1) - 100;
      },
      [](S &s) { s.locks[0].start = ~u64{0} >> 1; },
      [](S &s) { s.locks[0].type = 0; },
      [](S &s) { s.pending[0].info[0] = 64; },
      [](S &s) { s.pending[0].info[0] = 1; },
  });
}

TEST(core_notes) {
  check_accepted({
      [](S &s) { s.standard[2].bytes.assign(16, 0); }, // AT_NULL alone
      [](S &s) { s.standard[2].bytes.resize(4096, 0); },
      [](S &s) {
        s.standard[3].bytes.assign(16, 0); // no file
        s.standard[3].bytes[8] = 1;
      },
  });
}

TEST(program_headers) {
  check_accepted({
      [](S &s) { s.add_load(kUserTop - kPageSize, kPageSize, 0, 0, 4); },
      [](S &s) { s.segments[1].vaddr = s.segments[0].vaddr + 0x2000; },
      [](S &s) {
        s.segments[2].filesz = s.segments[2].memsz = 0x4000;
        s.segments[2].vaddr -= 0x2000;
      }, // up to the commit record
  });
}

// The commit record right behind the head, and notes up to its last byte.
TEST(nothing_but_a_head) {
  SampleImage sample;
  HeadInput in;
  in.meta = &sample.meta;
  in.attributes = &sample.attributes;
  std::string filling(2000, '\n');
  in.options = {filling.data(), filling.size()};
  size_t size = filling.size();
  std::vector<u8> head(head_size(in));
  REQUIRE(encode_head(in, {head.data(), head.size()}));
  // As much longer as the zeros at the end are.
  u64 notes_end = 0;
  while (notes_end != head.size() && ++size < 8192) {
    filling.assign(size, '\n');
    in.options = {filling.data(), filling.size()};
    if (head_size(in) != head.size())
      continue;
    REQUIRE(encode_head(in, {head.data(), head.size()}));
    ProgramHeader notes;
    std::memcpy(&notes, head.data() + sizeof(ElfHeader), sizeof notes);
    notes_end = notes.offset + notes.filesz;
  }
  CHECK_EQ(notes_end, head.size());
  Commit commit = make_commit(head.size() + sizeof(Commit), head.size(), 0);
  std::vector<u8> image = head;
  const u8 *tail = reinterpret_cast<const u8 *>(&commit);
  image.insert(image.end(), tail, tail + sizeof commit);
  test::reseal(image);
  // Refused for what it does not hold, not for its size.
  CHECK(test::refusal(image).find("it has no mappings") != std::string::npos);
}
