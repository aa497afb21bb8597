// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// make_image FILE [VARIANT]: writes an image for the tests of ckpt_inspect.
#include "test/Inputs/sample_image.h"
#include <cstdio>
#include <cstring>
#include <string_view>

using ckpt::test::SampleImage;

namespace {

struct Variant {
  const char *name;
  void (*change)(SampleImage &);
};

constexpr Variant kVariants[] = {
    {"good", [](SampleImage &) {}},
    {"newer", [](SampleImage &s) { s.meta.format_version = 7; }},
    {"other-machine", [](SampleImage &s) { s.meta.arch = 9; }},
    {"gaps", [](SampleImage &s) { s.gap_pages = 3; }},
    {"bad-rule", [](SampleImage &s) { s.meta.umask = 01777; }},
    {"hostile-names",
     [](SampleImage &s) {
       s.descriptor_pool[s.descriptors[1].path + 1] = '\x1b';
       s.provenance += "odd=\a\\\xff\n";
     }},
    {"many-loads",
     [](SampleImage &s) {
       ckpt::image::Segment stack = s.segments.back();
       s.segments.clear();
       for (ckpt::u64 i = 0; i < 70000; ++i)
         s.add_load(0x10000 + i * 0x2000, 0x1000, 0, 0, 6);
       s.segments.push_back(stack);
     }},
};

} // namespace

int main(int argc, char **argv) {
  std::string_view wanted = argc > 2 ? argv[2] : "good";
  for (const Variant &v : kVariants) {
    if (argc < 2 || wanted != v.name)
      continue;
    SampleImage sample;
    v.change(sample);
    std::vector<ckpt::u8> bytes = sample.bytes();
    std::FILE *out = std::fopen(argv[1], "wb");
    bool good =
        out && std::fwrite(bytes.data(), 1, bytes.size(), out) == bytes.size();
    return out && std::fclose(out) == 0 && good ? 0 : 1;
  }
  std::fprintf(stderr, "usage: make_image FILE [VARIANT]\n");
  return 2;
}
