// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Damage by accident (the checksums find it) and on purpose (checksums made
// right again: the frame's own rules find it, and nothing crashes).
#include "runtime/image/decode.h"
#include "test/Inputs/sample_image.h"
#include "test/unit/check.h"
#include <cstring>
#include <iostream>

using namespace ckpt;
using namespace ckpt::image;
using ckpt::test::refusal;
using ckpt::test::SampleImage;

namespace {

const std::vector<u8> &sample() {
  static const std::vector<u8> image = SampleImage().bytes();
  return image;
}

u64 head_of(const std::vector<u8> &image) {
  Commit c;
  std::memcpy(&c, image.data() + image.size() - sizeof c, sizeof c);
  return c.data_offset;
}

// The offset in the file of what the sample's View points at.
template <class T> size_t offset_of(T View::*list) {
  std::vector<u8> image = sample();
  Commit c;
  Reason why;
  View v;
  if (!decode_commit({image.data() + image.size() - sizeof c, sizeof c},
                     image.size(), c, why) ||
      !decode_head({image.data(), c.data_offset}, c, v, why))
    return 0;
  return static_cast<size_t>(reinterpret_cast<const u8 *>((v.*list).data) -
                             image.data());
}

u64 notes_size() {
  u64 size;
  std::memcpy(&size, sample().data() + sizeof(ElfHeader) + 32, sizeof size);
  return size;
}

struct Patch {
  size_t offset;
  u64 value;
  size_t width;
  const char *message;
};

void check_patches(std::initializer_list<Patch> rows) {
  for (const Patch &p : rows) {
    std::vector<u8> image = sample();
    std::memcpy(image.data() + p.offset, &p.value, p.width);
    test::reseal(image);
    std::string why = refusal(image);
    if (!CHECK(why.find(p.message) != std::string::npos))
      std::cout << "  offset " << p.offset << " = " << p.value << ": want \""
                << p.message << "\", got \"" << why << "\"\n";
  }
}

} // namespace

TEST(a_cut_image_is_refused) {
  for (size_t size = 0; size < sample().size(); ++size) {
    std::vector<u8> cut(sample().begin(),
                        sample().begin() + static_cast<std::ptrdiff_t>(size));
    CHECK(refusal(cut).find("incomplete") != std::string::npos);
  }
}

TEST(a_longer_image_is_refused) {
  std::vector<u8> image = sample();
  image.push_back(0);
  CHECK(refusal(image).find("incomplete") != std::string::npos);
  image = sample();
  image.insert(image.end() - sizeof(Commit), 0);
  CHECK(refusal(image).find("was written with") != std::string::npos);
}

TEST(every_flip_in_head_or_commit_is_refused) {
  std::vector<u8> image = sample();
  size_t head = head_of(image), commit = image.size() - sizeof(Commit);
  for (size_t at = 0; at < image.size(); ++at) {
    if (at == head)
      at = commit;
    for (unsigned bit = 0; bit < 8; ++bit) {
      image[at] = static_cast<u8>(image[at] ^ (1u << bit));
      CHECK(!refusal(image).empty());
      image[at] = static_cast<u8>(image[at] ^ (1u << bit));
    }
  }
}

// Where the checksums are right, a changed byte may be a legal value; it must
// never be more than that.
TEST(every_flip_with_right_checksums_is_survived) {
  std::vector<u8> image = sample();
  size_t head = head_of(image);
  size_t refused = 0;
  for (size_t at = 0; at < head; ++at)
    for (unsigned mask : {0x01u, 0x80u, 0xffu}) {
      image[at] = static_cast<u8>(image[at] ^ mask);
      test::reseal(image);
      refused += !refusal(image).empty();
      image[at] = static_cast<u8>(image[at] ^ mask);
    }
  CHECK(refused > head);
}

TEST(elf_header) {
  check_patches({
      {0, 0, 1, "64-bit little-endian ELF"},
      {4, 1, 1, "64-bit little-endian ELF"},
      {5, 2, 1, "64-bit little-endian ELF"},
      {16, 2, 2, "not that of a core file"},
      {18, 183, 2, "another kind of machine (ELF machine 183"},
      {20, 2, 4, "not that of a core file"},
      {32, 0, 8, "wrong sizes or offsets"},
      {52, 65, 2, "wrong sizes or offsets"},
      {54, 32, 2, "wrong sizes or offsets"},
      {62, 1, 2, "wrong sizes or offsets"},
      {56, 0, 2, "program headers do not fit"},
      {56, 0xfffe, 2, "program headers do not fit"},
      {56, 0xffff, 2, "section header is out of place"},
      {60, 1, 2, "it has sections"},
      {40, 64, 8, "it has sections"},
  });
}

TEST(program_header_table) {
  constexpr size_t kNotes = sizeof(ElfHeader);
  constexpr size_t kLoad = kNotes + sizeof(ProgramHeader);
  check_patches({
      {kNotes, 1, 4, "notes are out of place"},
      {kNotes + 8, 0, 8, "notes are out of place"},
      {kNotes + 32, ~u64{0}, 8, "notes are out of place"},
      {kNotes + 32, 8, 8, "is not zero"},
      {kNotes + 32, notes_size() + 8, 8, "notes are cut"},
      {kLoad, 4, 4, "unknown type"},
      {kLoad, 0x60000000, 4, "unknown type"},
  });
}

TEST(note_frames) {
  size_t meta = offset_of(&View::provenance) - sizeof(NoteHead);
  size_t runs = offset_of(&View::runs) - sizeof(NoteHead);
  size_t name = runs - 20;
  REQUIRE(meta > 100 && runs > 100);
  check_patches({
      {runs, 25, 4, "note runs has wrong sizes"},
      {runs + 4, 1, 4, "note runs has wrong sizes"},
      {runs + 8, ~u64{0}, 8, "note runs has wrong sizes"},
      {runs + 8, u64{1} << 60, 8, "note runs has wrong sizes"},
      {runs + 16, 8, 8, "note runs has wrong sizes"},
      {runs + 16, ~u64{0}, 8, "note runs has wrong sizes"},
      {meta, 2, 4, "note provenance has wrong sizes"},
      {name, 0xffffffff, 4, "reaches over the end"},
      {name + 4, 0xffffffff, 4, "reaches over the end"},
      {name + 4, 0xfffffff0, 4, "reaches over the end"},
      {name + 8, 0x434b50f0, 4, "no note of the kind runs"},
      {name + 8, 0x434b5001, 4, "two notes of the kind meta"},
      {name + 12, 'X', 1, "no note of the kind runs"},
  });
}

TEST(places_of_runs_in_the_file) {
  size_t runs = offset_of(&View::runs);
  u64 head = head_of(sample());
  size_t second = runs + sizeof(Run) + offsetof(Run, file_offset);
  check_patches({
      {runs + 8, head - kPageSize, 8, "wrong place in the file"},
      {runs + 8, head + 1, 8, "wrong place in the file"},
      {second, head, 8, "wrong place in the file"},
      {second, sample().size(), 8, "wrong place in the file"},
      {second, u64{1} << 63, 8, "wrong place in the file"},
      {second, ~kPageMask, 8, "wrong place in the file"},
  });
}

TEST(places_of_contents_in_the_file) {
  size_t runs = offset_of(&View::content_runs);
  u64 pages = offset_of(&View::runs);
  u64 last_page = 0;
  std::vector<u8> image = sample();
  std::memcpy(&last_page, image.data() + pages + 5 * sizeof(Run) + 8, 8);
  size_t first = runs + offsetof(ContentRun, file_offset);
  check_patches({
      {first, last_page, 8, "wrong place in the file"},
      {first, last_page + kPageSize, 8, "wrong place in the file"},
      {first, image.size() & ~kPageMask, 8, "wrong place in the file"},
      {first + sizeof(ContentRun), last_page, 8, "wrong place in the file"},
      {first, ~kPageMask, 8, "wrong place in the file"},
      {runs + offsetof(ContentRun, reserved), 1, 4, "wrong size"},
  });
}

TEST(commit_record) {
  std::vector<u8> image = sample();
  const u64 bad_offsets[] = {0,          8,
                             1,          kPageSize + 8,
                             ~u64{0},    page_up(image.size()),
                             ~kPageMask, kMaxHead + kPageSize};
  for (u64 offset : bad_offsets) {
    std::vector<u8> changed = image;
    std::memcpy(changed.data() + image.size() - sizeof(Commit) +
                    offsetof(Commit, data_offset),
                &offset, sizeof offset);
    test::reseal(changed);
    CHECK(refusal(changed).find("its data cannot start") != std::string::npos);
  }
}

TEST(a_head_that_is_not_whole) {
  std::vector<u8> image = sample();
  u64 size = head_of(image);
  Commit commit;
  std::memcpy(&commit, image.data() + image.size() - sizeof commit,
              sizeof commit);
  Reason why;
  View v;
  REQUIRE(decode_head({image.data(), size}, commit, v, why));
  CHECK(!decode_head({image.data(), size - kPageSize}, commit, v, why));
  CHECK(!decode_head({image.data(), size + kPageSize}, commit, v, why));
  std::vector<u8> moved(size + 4);
  std::memcpy(moved.data() + 4, image.data(), size);
  CHECK(!decode_head({moved.data() + 4, size}, commit, v, why));
  CHECK(why.view() == StringView("the image is damaged: its head could not be "
                                 "read as a whole; use another copy of it or "
                                 "an older image, or start the job again"));
}

// The number of program headers is in a section header: sh_info at 44.
TEST(a_wrong_number_of_many_program_headers) {
  SampleImage many;
  many.segments.clear();
  for (u64 i = 0; i < 0xffff; ++i)
    many.add_load(0x10000 + i * 0x1000, 0x1000, 0, 0, 6);
  std::vector<u8> image = many.bytes();
  REQUIRE(refusal(image).empty());
  u64 section = sizeof(ElfHeader) + 0x10000 * sizeof(ProgramHeader);
  for (u32 count : {0u, 4u, 0xfffeu, 0xffffu, 0x10001u, 0xffffffffu}) {
    std::memcpy(image.data() + section + 44, &count, sizeof count);
    test::reseal(image);
    CHECK(refusal(image).find("number of program headers is wrong") !=
          std::string::npos);
  }
}

TEST(a_section_header_out_of_place) {
  SampleImage many;
  many.segments.clear();
  for (u64 i = 0; i < 0xffff; ++i)
    many.add_load(0x10000 + i * 0x1000, 0x1000, 0, 0, 6);
  const std::vector<u8> good = many.bytes();
  u64 section = sizeof(ElfHeader) + 0x10000 * sizeof(ProgramHeader);
  const Patch patches[] = {{40, section + 4, 8, nullptr},
                           {40, head_of(good), 8, nullptr},
                           {40, ~u64{7}, 8, nullptr},
                           {58, 56, 2, nullptr},
                           {60, 2, 2, nullptr}};
  for (const Patch &p : patches) {
    std::vector<u8> image = good;
    std::memcpy(image.data() + p.offset, &p.value, p.width);
    test::reseal(image);
    CHECK(refusal(image).find("section header is out of place") !=
          std::string::npos);
  }
}

// Behind a filler, where a note of ours is aligned; the real one is renamed.
TEST(two_records_of_meta) {
  u32 type = static_cast<u32>(Note::kMeta);
  NoteHead two{sizeof(Meta), 0, 2, 0};
  SampleImage copy;
  std::vector<u8> note(sizeof two + 2 * sizeof(Meta));
  std::memcpy(note.data(), &two, sizeof two);
  std::memcpy(note.data() + sizeof two, &copy.meta, sizeof(Meta));
  copy.standard.insert(copy.standard.begin(), {type, "CKPT", note});
  copy.standard.insert(copy.standard.begin(), {kFillerNote, "CKPT", {}});
  std::vector<u8> image = copy.bytes();
  size_t last = 0;
  for (size_t at = 0; at + 4 < head_of(image); at += 4)
    if (std::memcmp(image.data() + at, &type, 4) == 0)
      last = at;
  std::memcpy(image.data() + last, &kFillerNote, 4);
  test::reseal(image);
  CHECK(refusal(image).find("note meta holds 2 records") != std::string::npos);
}
