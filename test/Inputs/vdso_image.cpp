// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// vdso_image change FILE: changes a byte of the saved vDSO that nothing reads
// (of its .comment), with right checksums: an image from another kernel.
// vdso_image rip FILE: prints where the saved thread goes on, and whether that
// is "inside" the saved vDSO or "outside".
#include "runtime/image/checksum.h"
#include "runtime/image/decode.h"
#include "runtime/image/encode.h"
#include <cstdio>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <string_view>
#include <vector>

using namespace ckpt;
using namespace ckpt::image;

namespace {

struct Image {
  std::vector<u8> bytes;
  Commit commit{};
  View view;
  Reason why;

  bool read(const char *path) {
    std::ifstream file(path, std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(file), {});
    size_t last = bytes.size() < sizeof commit ? bytes.size() : sizeof commit;
    return decode_commit({bytes.data() + bytes.size() - last, last},
                         bytes.size(), commit, why) &&
           decode_head({bytes.data(), commit.data_offset}, commit, view, why);
  }

  // The run that holds `address`, and its bytes from there on.
  const Run *find(u64 address, u8 *&at) {
    for (const Run &run : view.runs)
      if (address >= run.address &&
          address < run.address + run.pages * kPageSize) {
        at = &bytes[run.file_offset + (address - run.address)];
        return &run;
      }
    return nullptr;
  }
};

bool change(Image &image, const char *path) {
  u8 *vdso = nullptr;
  const Run *run = image.find(image.view.meta->vdso_start, vdso);
  u64 size = image.view.meta->vdso_end - image.view.meta->vdso_start;
  u64 at = 0;
  while (at + 4 < size && std::memcmp(vdso + at, "GCC:", 4))
    ++at;
  if (!run || at + 4 >= size) {
    std::fprintf(stderr, "no compiler's name in the vDSO of %s\n", path);
    return false;
  }
  ++vdso[at + 3];
  const_cast<Run *>(run)->crc = run_crc(*run, &image.bytes[run->file_offset]);
  u64 head = image.commit.data_offset;
  Commit commit = make_commit(image.bytes.size(), head,
                              crc32c(0, image.bytes.data(), head));
  std::memcpy(&image.bytes[image.bytes.size() - sizeof commit], &commit,
              sizeof commit);
  std::ofstream file(path, std::ios::binary);
  file.write(reinterpret_cast<const char *>(image.bytes.data()),
             static_cast<std::streamsize>(image.bytes.size()));
  return file.flush().good();
}

bool print_rip(Image &image) {
  // rt_sigframe: return address, ucontext head, r8 to rsp, rip.
  constexpr u64 kRip = 8 + 40 + 16 * 8;
  u8 *at = nullptr;
  if (!image.find(image.view.threads[0].frame + kRip, at))
    return false;
  u64 rip = 0;
  std::memcpy(&rip, at, sizeof rip);
  const Meta &meta = *image.view.meta;
  bool inside = rip >= meta.vdso_start && rip < meta.vdso_end;
  std::printf("%llx %s\n", static_cast<unsigned long long>(rip),
              inside ? "inside" : "outside");
  return true;
}

} // namespace

int main(int argc, char **argv) {
  std::string_view verb = argc == 3 ? argv[1] : "";
  if (verb != "change" && verb != "rip") {
    std::fprintf(stderr, "usage: vdso_image change|rip FILE\n");
    return 2;
  }
  std::unique_ptr<Image> image(new Image);
  if (!image->read(argv[2])) {
    std::fprintf(stderr, "%s: %.*s\n", argv[2],
                 static_cast<int>(image->why.view().size),
                 image->why.view().data);
    return 1;
  }
  return (verb == "change" ? change(*image, argv[2]) : print_rip(*image)) ? 0
                                                                          : 1;
}
