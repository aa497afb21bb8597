// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What encode wrote, decode gives back.
#include "runtime/image/decode.h"
#include "test/Inputs/sample_image.h"
#include "test/unit/check.h"
#include <cstring>

using namespace ckpt;
using namespace ckpt::image;
using ckpt::test::SampleImage;

namespace {

struct Decoded {
  std::vector<u8> image;
  Commit commit{};
  View view;
  Reason why;
  bool good = false;

  explicit Decoded(const SampleImage &sample) : image(sample.bytes()) {
    good = image.size() >= sizeof commit &&
           decode_commit(
               {image.data() + image.size() - sizeof commit, sizeof commit},
               image.size(), commit, why) &&
           decode_head({image.data(), commit.data_offset}, commit, view, why);
  }
};

template <class T>
bool same(Span<const T> read, const std::vector<T> &written) {
  return read.size == written.size() &&
         (read.empty() ||
          std::memcmp(read.data, written.data(), read.size * sizeof(T)) == 0);
}

bool same(StringView read, const std::string &written) {
  return read == StringView(written.data(), written.size());
}

} // namespace

TEST(every_record_comes_back) {
  SampleImage sample;
  Decoded d(sample);
  CHECK_EQ(d.why.view(), StringView(""));
  REQUIRE(d.good);
  const View &v = d.view;
  sample.meta.data_offset = d.commit.data_offset;
  CHECK(std::memcmp(v.meta, &sample.meta, sizeof(Meta)) == 0);
  CHECK(same(v.provenance, sample.provenance));
  CHECK(same(v.options, sample.options));
  CHECK(same(v.cpu, sample.cpu));
  CHECK(same(v.mappings, sample.mappings));
  CHECK(same(v.mapping_pool, sample.mapping_pool));
  CHECK(same(v.runs, sample.runs(d.commit.data_offset)));
  CHECK(same(v.threads, sample.threads));
  CHECK(same(v.descriptors, sample.descriptors));
  CHECK(same(v.descriptor_pool, sample.descriptor_pool));
  CHECK(same(v.locks, sample.locks));
  CHECK(same(v.actions, sample.actions));
  CHECK(same(v.pending, sample.pending));
  CHECK(same(v.timers, sample.timers));
  CHECK(same(v.clocks, sample.clocks));
  CHECK(same(v.contents, sample.contents));
  CHECK(same(v.hidden, sample.hidden));
  CHECK(same(v.waiting, sample.waiting));
  CHECK(same(v.flights, sample.flights));
  CHECK(same(v.virtual_numbers, sample.virtual_numbers));
  CHECK_EQ(v.url(v.virtual_numbers[2]), StringView("append:/tmp/log"));
  CHECK(v.url(v.virtual_numbers[0]).empty());
  CHECK(v.shown(5) == 33 && v.shown(6) == 6);
  CHECK(hidden_of(v, 0) == v.hidden.data && !hidden_of(v, 1));
  CHECK(same(v.watches, sample.watches));
  CHECK(same(v.file_watches, sample.file_watches));
  CHECK(v.path(v.file_watches[0]) == "/home/user/in");
  CHECK(same(v.content_runs, sample.content_runs(d.commit.data_offset)));
  CHECK_EQ(runs_of(v.content_runs, 0).size, 1u);
  CHECK_EQ(runs_of(v.content_runs, 1).size, 0u);
  CHECK_EQ(runs_of(v.content_runs, 2).size, 2u);
  CHECK_EQ(runs_of(v.content_runs, 3).size, 0u);
  CHECK(same(v.auxv, sample.standard[2].bytes));
  CHECK(same(v.nt_file, sample.standard[3].bytes));
  CHECK_EQ(v.segments.size, sample.segments.size() + 1);
  CHECK_EQ(v.path(v.descriptors[3]), StringView("/dev/null"));
  CHECK_EQ(v.path(v.mappings[1]), StringView("/opt/sample/program"));
}

TEST(records_are_aligned_whatever_is_in_front) {
  for (size_t size = 0; size < 16; ++size) {
    SampleImage sample;
    sample.standard.push_back({kNoteXstate, "LINUX", std::vector<u8>(size)});
    sample.provenance = "k=" + std::string(size, 'v') + "\n";
    Decoded d(sample);
    CHECK_EQ(d.why.view(), StringView(""));
    REQUIRE(d.good);
    CHECK_EQ(reinterpret_cast<uintptr_t>(d.view.runs.data) % 8, 0u);
    CHECK_EQ(reinterpret_cast<uintptr_t>(d.view.meta) % 8, 0u);
  }
}

TEST(empty_lists) {
  SampleImage sample;
  sample.descriptors.clear();
  sample.descriptor_pool.clear();
  sample.attributes.terminal = 0;
  sample.locks.clear();
  sample.pending.clear();
  sample.timers.clear();
  sample.contents.clear();
  sample.hidden.clear();
  sample.waiting.clear();
  sample.flights.clear();
  sample.virtual_numbers.clear();
  sample.virtual_pool.clear();
  sample.pieces.clear();
  sample.watches.clear();
  sample.file_watches.clear();
  sample.file_watch_pool.clear();
  sample.cpu.clear();
  sample.options.clear();
  sample.segments.clear();
  sample.standard.erase(sample.standard.begin() + 3); // NT_FILE
  Decoded d(sample);
  CHECK_EQ(d.why.view(), StringView(""));
  REQUIRE(d.good);
  CHECK_EQ(d.view.descriptors.size, 0u);
  CHECK_EQ(d.view.segments.size, 1u);
  CHECK(d.view.nt_file.empty());
}

// A process without a vDSO: booted with vdso=0.
TEST(no_vdso) {
  SampleImage sample;
  sample.mappings.pop_back();
  sample.pages.pop_back();
  sample.meta.vvar_start = sample.meta.vdso_start = sample.meta.vdso_end = 0;
  Decoded d(sample);
  CHECK_EQ(d.why.view(), StringView(""));
}

TEST(more_program_headers_than_e_phnum_can_say) {
  for (u64 loads : {0xfffdu, 0xfffeu, 0xffffu, 70001u}) {
    SampleImage sample;
    sample.segments.clear();
    for (u64 i = 0; i < loads; ++i)
      sample.add_load(0x10000 + i * 0x2000, 0x1000, 0, 0, 6);
    Decoded d(sample);
    CHECK_EQ(d.why.view(), StringView(""));
    REQUIRE(d.good);
    CHECK_EQ(d.view.segments.size, loads + 1);
    CHECK_EQ(d.view.segments[loads].vaddr, 0x10000 + (loads - 1) * 0x2000);
  }
}

TEST(sixty_thousand_mappings) {
  SampleImage sample;
  std::vector<Mapping> high(sample.mappings.end() - 2, sample.mappings.end());
  sample.mappings.resize(4);
  for (u64 i = 0; i < 60000; ++i)
    sample.add_mapping(0x10000000 + i * 0x2000, 0x10001000 + i * 0x2000, 3, 0);
  sample.mappings.insert(sample.mappings.end(), high.begin(), high.end());
  Decoded d(sample);
  CHECK_EQ(d.why.view(), StringView(""));
  REQUIRE(d.good);
  CHECK_EQ(find_mapping(d.view.mappings, 0x10002123), &d.view.mappings[5]);
  CHECK(find_mapping(d.view.mappings, 0x10001000) == nullptr);
}

TEST(a_buffer_of_another_size_is_refused) {
  SampleImage sample;
  HeadInput in;
  in.meta = &sample.meta;
  std::vector<u8> out(head_size(in) + kPageSize);
  REQUIRE(out.size() == 2 * kPageSize);
  CHECK(!encode_head(in, {out.data(), out.size()}));
  CHECK(encode_head(in, {out.data(), out.size() - kPageSize}));
}

// The head is planned before the last signals have come.
TEST(signals_that_come_late_have_their_room) {
  SampleImage sample;
  HeadInput in;
  in.meta = &sample.meta;
  std::vector<PendingSignal> signals(100);
  in.more_pending = 100;
  std::vector<u8> out(head_size(in));
  CHECK(out.size() > 100 * sizeof(PendingSignal));
  for (size_t came : {0u, 1u, 60u, 100u}) {
    in.pending = {signals.data(), came};
    in.more_pending = signals.size() - came;
    CHECK(encode_head(in, {out.data(), out.size()}));
  }
  in.more_pending = 30;
  CHECK(!encode_head(in, {out.data(), out.size()}));
}

TEST(a_note_that_elf_cannot_hold_is_refused) {
  SampleImage sample;
  HeadInput in;
  in.meta = &sample.meta;
  in.runs = {nullptr, (u64{4} << 30) / sizeof(Run)}; // only counted
  CHECK_EQ(head_size(in), 0u);
}

TEST(values_of_texts) {
  StringView text("path=/a=b\npathology=x\nempty=\nlast=1");
  CHECK_EQ(text_value(text, "path"), StringView("/a=b"));
  CHECK_EQ(text_value(text, "last"), StringView("1"));
  CHECK(text_value(text, "empty").data != nullptr);
  CHECK(text_value(text, "empty").empty());
  CHECK(text_value(text, "pat").data == nullptr);
  CHECK(text_value("", "path").data == nullptr);
}
