// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Each rule of the format, broken in records whose checksums are right: the
// image is refused, and the message names what is wrong.
#include "runtime/image/decode.h"
#include "test/Inputs/sample_image.h"
#include "test/unit/check.h"
#include <iostream>

using namespace ckpt;
using namespace ckpt::image;
using ckpt::test::SampleImage;

namespace {

struct Broken {
  void (*change)(SampleImage &);
  const char *message; // a part of what is said
};

void check_all(std::initializer_list<Broken> rows) {
  int row = 0;
  for (const Broken &b : rows) {
    SampleImage sample;
    b.change(sample);
    std::string why = test::refusal(sample.bytes());
    if (!CHECK(why.find(b.message) != std::string::npos))
      std::cout << "  row " << row << ": want \"" << b.message << "\", got \""
                << why << "\"\n";
    // Says what to do, too.
    CHECK(why.find("restart it") != std::string::npos ||
          why.find("use another copy") != std::string::npos);
    ++row;
  }
}

using S = SampleImage;

} // namespace

TEST(the_sample_itself_is_good) {
  CHECK_EQ(test::refusal(SampleImage().bytes()), "");
}

TEST(versions) {
  check_all({
      {[](S &s) { s.meta.format_version = 3; },
       "newer ckpt_compile (format 3; this program reads format 2)"},
      {[](S &s) { s.meta.format_version = 1; }, "it has format 1"},
      {[](S &s) { s.meta.arch = 2; }, "another kind of machine (2"},
  });
}

TEST(meta) {
  check_all({
      {[](S &s) { s.meta.page_size = 8192; }, "note meta"},
      {[](S &s) { s.meta.umask = 01000; }, "note meta"},
      {[](S &s) { s.meta.generation = 0; }, "note meta"},
      {[](S &s) { s.meta.time_nsec = 1000000000; }, "note meta"},
      {[](S &s) { s.meta.pid = 0; }, "note meta"},
      {[](S &s) { std::fill_n(s.meta.comm, 16, 'x'); }, "process name"},
      {[](S &s) { s.meta.mm[0] = s.meta.mm[1]; }, "out of order"},
      {[](S &s) { s.meta.mm[2] = s.meta.mm[3] + 1; }, "out of order"},
      {[](S &s) { s.meta.mm[4] = s.meta.mm[5] + 1; }, "out of order"},
      {[](S &s) { s.meta.mm[7] = s.meta.mm[8] + 1; }, "out of order"},
      {[](S &s) { s.meta.mm[9] = s.meta.mm[10] + 1; }, "out of order"},
      {[](S &s) { s.meta.mm[6] = 0; }, "outside of user space"},
      {[](S &s) { s.meta.mm[10] = kUserTop; }, "outside of user space"},
  });
}

TEST(where_the_job_resumes) {
  check_all({
      {[](S &s) { s.meta.work_start += 8; }, "work area"},
      {[](S &s) { s.meta.work_end = s.meta.work_start; }, "work area"},
      {[](S &s) { s.meta.work_end += kPageSize; }, "work area"},
      {[](S &s) { s.mappings[3].prot = kSegmentExec; }, "work area"},
      {[](S &s) { s.meta.stack_top = s.meta.work_start; }, "stack top"},
      {[](S &s) { s.meta.stack_top = s.meta.work_end + 1; }, "stack top"},
      {[](S &s) { s.meta.resume_entry = s.meta.work_start; }, "resume entry"},
      {[](S &s) { s.meta.resume_entry = 0x1000; }, "resume entry"},
      {[](S &s) {
         s.mappings[0].readable_end -= kPageSize;
         s.meta.resume_entry = s.mappings[0].readable_end;
       },
       "resume entry"},
      {[](S &s) { s.meta.resume_entry = s.meta.vdso_start; }, "resume entry"},
      {[](S &s) {
         s.add_pages(s.meta.work_start, 1);
         std::swap(s.pages[4], s.pages.back());
         std::swap(s.pages[5], s.pages.back());
       },
       "work area"},
  });
}

TEST(vdso) {
  check_all({
      {[](S &s) { s.meta.vdso_start = 0; }, "vDSO is incomplete"},
      {[](S &s) {
         s.mappings[5].flags = 0;
         s.meta.vdso_start = s.meta.vdso_end = 0;
       },
       "vDSO is incomplete"},
      {[](S &s) {
         s.mappings[5].flags = 0;
         s.meta.vdso_start = s.meta.vvar_start = 0;
       },
       "vDSO is incomplete"},
      {[](S &s) {
         s.meta.vdso_start = s.meta.vvar_start = s.meta.vdso_end = 0;
       },
       "vDSO is incomplete"},
      {[](S &s) { s.meta.vvar_start = s.mappings[4].end - kPageSize; },
       "overlaps the vDSO's data"},
      {[](S &s) { s.meta.vdso_start += 8; }, "wrong bounds"},
      {[](S &s) { s.meta.vdso_end = s.meta.vdso_start; }, "wrong bounds"},
      {[](S &s) { s.meta.vvar_start += 8; }, "wrong bounds"},
      {[](S &s) { s.meta.vvar_start = s.meta.vdso_end; }, "wrong bounds"},
      {[](S &s) { s.meta.vvar_start = s.meta.vdso_end - (1 << 20); },
       "wrong bounds"},
      {[](S &s) { s.meta.vdso_end += kPageSize; }, "not one mapping"},
      {[](S &s) { s.mappings.back().flags = 0; }, "not one mapping"},
      {[](S &s) { s.mappings[2].flags |= kVdso; }, "two vDSO mappings"},
      {[](S &s) { s.pages.pop_back(); }, "bytes of its vDSO are missing"},
      {[](S &s) { s.pages.back().bytes.resize(kPageSize); },
       "bytes of its vDSO are missing"},
  });
}

TEST(mappings) {
  check_all({
      {[](S &s) { s.mappings.clear(); }, "no mappings"},
      {[](S &s) { s.mappings[2].start += 1; }, "no range of pages"},
      {[](S &s) { s.mappings[2].end += 1; }, "no range of pages"},
      {[](S &s) { s.mappings[2].end = s.mappings[2].start; },
       "no range of pages"},
      {[](S &s) { s.mappings.back().end = kUserTop + kPageSize; },
       "no range of pages"},
      {[](S &s) { s.mappings[2].readable_end += kPageSize; }, "readable end"},
      {[](S &s) { s.mappings[2].readable_end -= 1; }, "readable end"},
      {[](S &s) { s.mappings[2].readable_end = 0; }, "readable end"},
      {[](S &s) { s.mappings[0].file_offset = 5; }, "file offset"},
      {[](S &s) { s.mappings[0].flags |= kAllMappingFlags + 1; }, "unknown"},
      {[](S &s) { s.mappings[0].prot |= 8; }, "unknown"},
      {[](S &s) { s.mappings[2].path_size = 1; }, "wrong path"},
      {[](S &s) { s.mappings[0].path = 1 << 30; }, "wrong path"},
      {[](S &s) { s.mappings[0].path_size = ~0u; }, "wrong path"},
      {[](S &s) { s.mapping_pool[3] = 0; }, "wrong path"},
      {[](S &s) { s.mappings[1].start -= kPageSize; }, "overlaps"},
      {[](S &s) { std::swap(s.mappings[2], s.mappings[3]); }, "overlaps"},
  });
}

TEST(page_runs) {
  check_all({
      {[](S &s) { s.pages[2].address += 1; }, "wrong address or size"},
      {[](S &s) { s.pages[2].bytes.clear(); }, "wrong address or size"},
      {[](S &s) { s.pages[2].bytes.resize((kMaxRunPages + 1) * kPageSize); },
       "wrong address or size"},
      {[](S &s) { s.pages[5].address = 0x7fffffffff000 << 4; },
       "wrong address or size"},
      {[](S &s) { s.pages[1].address += kPageSize; }, "not inside one mapping"},
      {[](S &s) { s.pages[0].bytes.resize(3 * kPageSize); },
       "not inside one mapping"},
      {[](S &s) { s.pages[0].address = 0x1000; }, "not inside one mapping"},
      {[](S &s) { s.pages[3].address = s.pages[2].address; }, "overlaps"},
      {[](S &s) { std::swap(s.pages[2], s.pages[3]); }, "overlaps"},
  });
}

TEST(threads) {
  check_all({
      {[](S &s) { s.threads.clear(); }, "no threads"},
      {[](S &s) { s.threads[0].tid = 0; }, "impossible values"},
      {[](S &s) { s.threads[0].tid = 1 << 30; }, "impossible values"},
      {[](S &s) { s.threads[0].flags = 2; }, "impossible values"},
      {[](S &s) { s.threads[0].name[15] = 'x'; }, "impossible values"},
      {[](S &s) { s.threads[0].flags = image::kEnded; }, "has ended"},
      {[](S &s) {
         s.threads.push_back(s.threads[0]);
         s.threads[1].tid = s.threads[0].tid + 1;
         s.threads[0].flags = image::kEnded;
       },
       "has ended"},
      {[](S &s) { s.threads[0].frame += 1; }, "signal frame"},
      {[](S &s) { s.threads[0].frame = 0; }, "signal frame"},
      {[](S &s) { s.threads[0].frame = ~u64{7}; }, "signal frame"},
      {[](S &s) { s.threads[0].frame = s.mappings[4].end - 432; },
       "signal frame"},
      {[](S &s) { s.threads[0].fs_base = kUserTop; }, "FS or GS"},
      {[](S &s) { s.threads[0].gs_base = ~u64{0}; }, "FS or GS"},
      {[](S &s) { s.threads[0].gs_base = kUserTop; }, "FS or GS"},
      {[](S &s) { s.threads[0].robust_size = 8; }, "robust list"},
      {[](S &s) {
         s.threads[0].rseq = s.mappings[2].end - 32;
         s.threads[0].rseq_size = 64;
       },
       "rseq"},
      {[](S &s) { s.threads[0].rseq_size = 16; }, "rseq"},
      {[](S &s) { s.threads[0].rseq += 8; }, "rseq"},
      {[](S &s) { s.threads[0].rseq = 0x10000; }, "rseq"},
      {[](S &s) { s.threads.push_back(s.threads[0]); }, "twice"},
      {[](S &s) {
         s.threads.resize(3, s.threads[0]);
         s.threads[1].tid = s.threads[2].tid = 20;
       },
       "twice"},
      {[](S &s) {
         s.threads.resize(3, s.threads[0]);
         s.threads[1].tid = 20;
         s.threads[2].tid = 19;
       },
       "out of order"},
  });
}

TEST(descriptors) {
  check_all({
      {[](S &s) { s.descriptors[0].number = -1; }, "out of range"},
      {[](S &s) { s.descriptors[3].number = 1 << 20; }, "out of range"},
      {[](S &s) { s.descriptors[3].number = 2; }, "twice"},
      {[](S &s) { s.descriptors[3].number = 1; }, "out of order"},
      {[](S &s) { s.descriptors[0].kind = FdKind{99}; }, "unknown kind"},
      {[](S &s) { s.descriptors[0].flags = 128; }, "unknown flags"},
      {[](S &s) { s.descriptors[0].flags = 16; }, "is not the type"},
      {[](S &s) { s.descriptors[0].content = 1; }, "another one's"},
      {[](S &s) { s.descriptors[4].content = 0; }, "another one's"},
      {[](S &s) { s.descriptors[4].content = 2; }, "another one's"},
      {[](S &s) { s.descriptors[4].content = 4; }, "another one's"},
      {[](S &s) { s.descriptors[4].content = ~0u; }, "another one's"},
      {[](S &s) { s.descriptors[4].mode = 0100600; }, "type of file"},
      {[](S &s) { s.descriptors[6].length = 1; }, "offset or length"},
      {[](S &s) { s.descriptors[6].path_size = 1; }, "has a path"},
      {[](S &s) { s.descriptors[6].owner = 1; }, "impossible receiver"},
      {[](S &s) { s.descriptors[6].owner_kind = FdOwner{4}; },
       "impossible receiver"},
      {[](S &s) { s.descriptors[6].owner_kind = FdOwner::kThread; },
       "impossible receiver"},
      {[](S &s) {
         s.descriptors[6].owner_kind = FdOwner::kProcess;
         s.descriptors[6].owner_signal = 65;
       },
       "impossible receiver"},
      // The memfd and the counter as if they were one description.
      {[](S &s) { s.descriptors[8].shares = 8; }, "shares"},
      {[](S &s) { s.descriptors[1].offset = u64{1} << 63; }, "wrong offset"},
      {[](S &s) { s.descriptors[1].length = u64{1} << 63; }, "wrong offset"},
      {[](S &s) { s.descriptors[0].inherited = -1; }, "impossible number"},
      {[](S &s) { s.descriptors[0].inherited = 1 << 20; }, "impossible number"},
      {[](S &s) { s.descriptors[1].mode = 0040755; }, "type of file"},
      {[](S &s) { s.descriptors[3].mode = 0100644; }, "type of file"},
      {[](S &s) {
         s.descriptors[3].kind = FdKind::kTerminal;
         s.descriptors[3].mode = 0100644;
       },
       "type of file"},
      {[](S &s) { s.descriptors[1].path = 1 << 20; }, "out of bounds"},
      {[](S &s) { s.descriptors[1].path_size = 1 << 20; }, "out of bounds"},
      {[](S &s) {
         s.descriptor_pool.resize(5000, 'x');
         s.descriptors[1].path_size = 4096;
       },
       "out of bounds"},
      {[](S &s) { s.descriptor_pool[12] = 0; }, "holds a NUL"},
      {[](S &s) { s.descriptors[1].path += 1; }, "not absolute"},
      {[](S &s) { s.descriptors[3].path_size = 0; }, "not absolute"},
      {[](S &s) { s.descriptors[1].shares = 1; }, "shares"},
      {[](S &s) { s.descriptors[1].shares = 2; }, "shares"},
      {[](S &s) { s.descriptors[1].shares = 0; }, "shares"},
      {[](S &s) { s.descriptors[2].shares = -2; }, "shares"},
      {[](S &s) { s.descriptors[3].shares = 2; }, "shares"},
      {[](S &s) { s.descriptors[3].shares = 4; }, "shares"},
  });
}

TEST(a_thread_that_gets_a_descriptors_signals) {
  check_all({
      {[](S &s) {
         s.descriptors[6].owner_kind = FdOwner::kThread;
         s.descriptors[6].owner = s.threads[0].tid + 1;
       },
       "impossible receiver"},
  });
}

TEST(locks_and_signals) {
  check_all({
      {[](S &s) { s.locks[0].number = 70; }, "record lock names"},
      {[](S &s) { s.locks[0].type = 2; }, "wrong type or range"},
      {[](S &s) { s.locks[0].owner = LockOwner{4}; }, "wrong type or range"},
      {[](S &s) { s.locks[0].start = u64{1} << 63; }, "wrong type or range"},
      {[](S &s) { s.locks[0].length = ~u64{0} >> 1; }, "wrong type or range"},
      {[](S &s) { s.actions.pop_back(); }, "63 signal actions"},
      {[](S &s) { s.actions.push_back({}); }, "65 signal actions"},
      {[](S &s) { s.actions[8].handler = 1; }, "SIGKILL or SIGSTOP"},
      {[](S &s) { s.actions[18].handler = 1; }, "SIGKILL or SIGSTOP"},
      {[](S &s) { s.pending[0].info[0] = 0; }, "pending signal 0"},
      {[](S &s) { s.pending[0].info[0] = 65; }, "pending signal 65"},
      {[](S &s) { s.pending[0].info[0] = 9; }, "pending signal 9"},
      {[](S &s) { s.pending[0].reserved = 1; }, "pending signal"},
      {[](S &s) { s.pending[0].tid = 5; }, "pending for thread 5"},
  });
}

TEST(timers) {
  check_all({
      {[](S &s) { s.timers[0].kind = TimerKind{0}; }, "unknown kind 0"},
      {[](S &s) { s.timers[0].kind = TimerKind{5}; }, "unknown kind 5"},
      {[](S &s) { s.timers.push_back(s.timers[0]); }, "out of order"},
      {[](S &s) { s.timers.push_back(s.timers[2]); }, "out of order"},
      {[](S &s) { s.timers[0].id = 1; }, "interval timer 2"},
      {[](S &s) { s.timers[0].left = 0; }, "interval timer 2"},
      {[](S &s) { s.timers[0].left = -1; }, "impossible times"},
      {[](S &s) { s.timers[0].due = 1; }, "interval timer 2"},
      {[](S &s) { s.timers[1].id = -1; }, "timer -1"},
      {[](S &s) { s.timers[1].flags = 2; }, "timer 0 has impossible"},
      {[](S &s) { s.timers[1].notify = 2; }, "timer 0 has impossible"},
      {[](S &s) { s.timers[1].notify = 0; }, "timer 0 has impossible"},
      {[](S &s) { s.timers[1].tid = 7; }, "signals thread 7"},
      {[](S &s) { s.timers[1].signal = 0; }, "sends signal 0"},
      {[](S &s) { s.timers[1].signal = 65; }, "sends signal 65"},
      {[](S &s) { s.timers[1].expiry = 0; }, "impossible times"},
      {[](S &s) { s.timers[1].left = 0; }, "impossible times"},
      {[](S &s) { s.timers[1].due = 1; }, "impossible times"},
      {[](S &s) { s.timers[2].expiry = 1; }, "impossible times"},
      {[](S &s) { s.timers[2].interval = -1; }, "impossible times"},
      {[](S &s) { s.timers[2].due = 1ull << 32; }, "impossible times"},
      {[](S &s) { s.timers[2].overrun = 1u << 31; }, "timer 7"},
  });
}

TEST(clocks) {
  check_all({
      {[](S &s) { s.clocks.clear(); }, "clocks is impossible, 0"},
      {[](S &s) { s.clocks.push_back(s.clocks[2]); }, "clocks is impossible, 4"},
      {[](S &s) { s.clocks[0].of = ClocksOf::kThread; }, "belong to nobody"},
      {[](S &s) { s.clocks[1].tid = 1; }, "belong to nobody"},
      {[](S &s) { s.clocks[2].tid = 1; }, "belong to nobody"},
      {[](S &s) { s.clocks[2].of = ClocksOf::kChildren; }, "belong to nobody"},
      {[](S &s) { s.clocks[0].monotonic = -1; }, "impossible values"},
      {[](S &s) { s.clocks[2].boottime = 1; }, "impossible values"},
      {[](S &s) { s.clocks[1].counts[5] = -1; }, "impossible values"},
  });
}

TEST(contents) {
  check_all({
      {[](S &s) { s.contents[0].kind = FdKind::kRegular; }, "another one's"},
      {[](S &s) { s.contents.push_back({}); }, "content 13 holds"},
      {[](S &s) { s.contents[0].flags = 1; }, "content 0 holds"},
      {[](S &s) { s.contents[0].value[0] = ~u64{0}; }, "content 0 holds"},
      {[](S &s) { s.contents[0].value[1] = 1; }, "content 0 holds"},
      {[](S &s) { s.contents[0].size = ~u64{0}; }, "content 0 holds"},
      {[](S &s) { s.contents[1].size = 1; }, "content 1 holds"},
      {[](S &s) { s.contents[1].flags = 2; }, "content 1 holds"},
      {[](S &s) { s.contents[1].value[0] = ~u64{0}; }, "content 1 holds"},
      {[](S &s) { s.hidden.clear(), s.contents[2].size = u64{1} << 63; }, "content 2 holds"},
      {[](S &s) { s.contents[2].flags = 1; }, "content 2 holds"},
      {[](S &s) { s.contents[2].value[0] = 64; }, "content 2 holds"},
      {[](S &s) {
         s.contents.push_back({FdKind::kTimerfd, 4, 0, {1, 0, 0, 0}});
       },
       "content 13 holds"},
      {[](S &s) {
         s.contents.push_back(
             {FdKind::kTimerfd, 0, 0, {1, u64{1} << 62, 0, 0}});
       },
       "content 13 holds"},
      {[](S &s) { // connected to one that is not connected to it
         s.contents.push_back({FdKind::kSocket, 0, 0, {1, 1, 0, 5}});
         s.contents.push_back({FdKind::kSocket, 0, 0, {1, 1, 0, 0}});
       },
       "content 13 holds"},
      {[](S &s) {
         s.contents.push_back({FdKind::kSocket, 0, 0, {1, 1, 0, 2}});
       },
       "content 13 holds"},
  });
}

TEST(content_runs) {
  check_all({
      {[](S &s) { s.pieces[0].content = 13; }, "belongs to none"},
      {[](S &s) { s.pieces[0].bytes.clear(); }, "wrong size"},
      {[](S &s) { s.pieces[1].bytes.resize((1 << 20) + 1); }, "wrong size"},
      {[](S &s) { s.pieces[0].content = 1; }, "is not inside of it"},
      {[](S &s) { s.pieces[2].position = 0x2801; }, "is not inside of it"},
      {[](S &s) { s.pieces[2].position = ~u64{0}; }, "is not inside of it"},
      {[](S &s) { s.pieces[2].position = 0xfff; }, "overlaps"},
      {[](S &s) { std::swap(s.pieces[0], s.pieces[1]); }, "out of order"},
  });
}

TEST(watches) {
  check_all({
      {[](S &s) { s.watches[0].number = 8; }, "is no epoll set"},
      {[](S &s) { s.watches[0].number = 77; }, "is no epoll set"},
      {[](S &s) { s.watches[0].target = -1; }, "that it cannot"},
      {[](S &s) { s.watches[0].target = 1 << 20; }, "that it cannot"},
      {[](S &s) { s.watches[0].via = 77; }, "that it cannot"},
  });
}

TEST(terminals) {
  check_all({
      {[](S &s) { s.contents[4].value[0] = 16; }, "content 4 holds"},
      {[](S &s) { s.contents[4].value[2] = 1; }, "content 4 holds"},
      {[](S &s) { s.contents[4].flags = 1; }, "content 4 holds"},
      {[](S &s) { s.contents[4].size = ~u64{0}; }, "content 4 holds"},
      {[](S &s) { s.contents[5].value[0] = 0; }, "content 5 holds"},
      {[](S &s) { s.contents[5].value[0] = 8; }, "content 5 holds"},
      {[](S &s) { s.contents[6].value[0] = 0; }, "content 6 holds"},
      {[](S &s) { s.contents[6].value[1] = 1 << 25; }, "content 6 holds"},
      {[](S &s) { s.contents[6].value[2] = 11; }, "content 6 holds"},
      {[](S &s) { s.contents[6].value[3] = 1; }, "content 6 holds"},
      {[](S &s) { s.contents[6].size = 1; }, "content 6 holds"},
      {[](S &s) { s.contents[5].value[0] = 6; }, "content 5 holds"},
      {[](S &s) { s.contents[5].flags = 2; }, "content 5 holds"},
      {[](S &s) { s.contents[5].value[1] = 1; }, "content 5 holds"},
  });
}

TEST(file_watches) {
  check_all({
      {[](S &s) { s.file_watches[0].number = 8; }, "watches no files"},
      {[](S &s) { s.file_watches[0].number = 77; }, "watches no files"},
      {[](S &s) { s.file_watches[0].wd = 0; }, "impossible values"},
      {[](S &s) { s.file_watches[0].flags = 2; }, "impossible values"},
      {[](S &s) { s.file_watches[0].mask = 0x1000; }, "impossible values"},
      {[](S &s) { s.file_watches[0].reserved = 1; }, "impossible values"},
      {[](S &s) { s.file_watches[1].wd = 1; }, "out of order"},
      {[](S &s) { std::swap(s.file_watches[0], s.file_watches[1]); },
       "out of order"},
      {[](S &s) { s.file_watches[0].path_size = 14; }, "out of bounds"},
      {[](S &s) { s.file_watches[0].path = ~0u; }, "out of bounds"},
      {[](S &s) { s.file_watches[0].path = 1; s.file_watches[0].path_size = 5; },
       "is of no file"},
      {[](S &s) { s.file_watch_pool[4] = 0; }, "is of no file"},
      {[](S &s) { s.file_watches[1].descriptor = 77; }, "is of no file"},
      {[](S &s) { s.file_watches[1].path_size = 3; }, "is of no file"},
      {[](S &s) { s.contents[3].value[1] = 1; }, "impossible values"},
      {[](S &s) { s.contents[3].size = 1; }, "impossible values"},
  });
}

TEST(texts_and_core_notes) {
  check_all({
      {[](S &s) { s.provenance.pop_back(); }, "not made of lines"},
      {[](S &s) { s.options[0] = 0; }, "not made of lines"},
      {[](S &s) { s.standard.erase(s.standard.begin() + 2); }, "NT_AUXV"},
      {[](S &s) { s.standard.push_back(s.standard[2]); }, "two notes"},
      {[](S &s) { s.standard[2].bytes.pop_back(); }, "NT_AUXV"},
      {[](S &s) { s.standard[2].bytes.resize(16); }, "NT_AUXV"},
      {[](S &s) { s.standard[2].bytes.resize(8192); }, "NT_AUXV"},
      {[](S &s) { s.standard[3].bytes.pop_back(); }, "NT_FILE"},
      {[](S &s) { s.standard[3].bytes[0] = 3; }, "NT_FILE"},
      {[](S &s) { s.standard[3].bytes[7] = 0x80; }, "NT_FILE"},
      {[](S &s) { s.standard[3].bytes.clear(); }, "NT_FILE"},
      {[](S &s) { s.standard[3].bytes[9] = 0; }, "NT_FILE"}, // page size 0
      {[](S &s) {
         s.standard.insert(s.standard.begin(), {0x434b5002, "CKPT", {}});
       },
       "note provenance is not aligned"},
      {[](S &s) {
         s.standard.push_back({0x434b5001, "CKPT", std::vector<u8>(264)});
       },
       "meta"},
      {[](S &s) {
         s.standard.push_back({0x434b50ee, "CKPT", {}});
       },
       "unknown type 0x434b50ee"},
  });
}

TEST(program_headers) {
  check_all({
      {[](S &s) { s.segments[1].vaddr += 1; }, "out of place"},
      {[](S &s) { s.segments[1].vaddr = s.segments[0].vaddr; }, "out of place"},
      {[](S &s) { s.segments[2].memsz = kUserTop; }, "out of place"},
      {[](S &s) { s.segments[1].offset += 1; }, "out of place"},
      {[](S &s) { s.segments[1].filesz = 0x3000; }, "outside of the data area"},
      {[](S &s) { s.segments[1].offset = 0x1000000; },
       "outside of the data area"},
      {[](S &s) { s.segments[0].offset -= kPageSize; },
       "outside of the data area"},
  });
}
