// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Runs a fuzz target a fixed number of times without libFuzzer: every seed as
// it is, then mutations of the seeds from a generator with a fixed seed, so
// that two runs of one build see the same inputs.
//
//   fuzz_maps [--iterations=N] [--seed=N] [--crash=FILE] [FILE|DIRECTORY]...
//
// When an input kills the target it is written to the --crash file; given as
// the only FILE with --iterations=0 it is run again.  Exit status: 0 no input
// failed, 2 bad usage; otherwise the target's own death.
#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <unistd.h>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
extern "C" void __sanitizer_set_death_callback(void (*)())
    __attribute__((weak));

namespace {

using Input = std::vector<uint8_t>;

constexpr unsigned kSecondsPerInput = 20;
constexpr size_t kSmallestLimit = 4096;

struct Options {
  uint64_t iterations = 10000;
  uint64_t seed = 1;
  std::string crash_file = "fuzz.crash";
  std::vector<std::string> paths;
};

// SplitMix64.
class Random {
public:
  explicit Random(uint64_t seed) : state_(seed) {}
  uint64_t next() {
    uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
  }
  size_t below(size_t bound) { return bound ? next() % bound : 0; }

private:
  uint64_t state_;
};

// What the handlers below need: the input under test.
const uint8_t *current_data = nullptr;
size_t current_size = 0;
std::string crash_file;

void save_current_input() {
  int fd = open(crash_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
  if (fd < 0)
    return;
  ssize_t written = write(fd, current_data, current_size);
  close(fd);
  std::fprintf(stderr, "the input (%zd bytes) is in %s\n", written,
               crash_file.c_str());
}

void on_signal(int signal) {
  if (signal == SIGALRM)
    std::fprintf(stderr, "one input took more than %u s\n", kSecondsPerInput);
  save_current_input();
  std::signal(SIGABRT, SIG_DFL);
  std::abort();
}

void watch_for_death() {
  for (int signal : {SIGABRT, SIGILL, SIGTRAP, SIGFPE, SIGALRM})
    std::signal(signal, on_signal);
  if (__sanitizer_set_death_callback)
    __sanitizer_set_death_callback(save_current_input);
  else
    for (int signal : {SIGSEGV, SIGBUS})
      std::signal(signal, on_signal);
}

// The target sees a block of exactly the input's size: a read past its end is
// a read past the block's.
void run_one(const Input &input) {
  std::unique_ptr<uint8_t[]> exact(new uint8_t[input.size()]);
  std::copy(input.begin(), input.end(), exact.get());
  current_data = exact.get();
  current_size = input.size();
  alarm(kSecondsPerInput);
  LLVMFuzzerTestOneInput(exact.get(), input.size());
  alarm(0);
}

void put_integer(Input &input, Random &random) {
  static constexpr uint64_t kEdges[] = {
      0,          1,          0x7f,       0x80,       0xff,
      0x7fff,     0xffff,     0x1000,     0x7fffffff, 0x80000000,
      0xffffffff, 1ull << 47, 1ull << 63, ~0ull,      ~0ull - 4095};
  size_t width = size_t(1) << random.below(4);
  if (input.size() < width)
    return;
  uint64_t value = kEdges[random.below(std::size(kEdges))];
  if (random.below(4) == 0)
    value += random.below(17) - 8;
  std::memcpy(&input[random.below(input.size() - width + 1)], &value, width);
}

void copy_piece(Input &input, const Input &from, Random &random) {
  if (from.empty())
    return;
  size_t start = random.below(from.size());
  size_t length = 1 + random.below(std::min<size_t>(from.size() - start, 64));
  Input piece(from.begin() + long(start), from.begin() + long(start + length));
  size_t at = random.below(input.size() + 1);
  if (random.below(2))
    input.resize(std::max(input.size(), at + length));
  else
    input.insert(input.begin() + long(at), length, 0);
  std::copy(piece.begin(), piece.end(), input.begin() + long(at));
}

void erase_piece(Input &input, Random &random) {
  size_t start = random.below(input.size());
  size_t length = 1 + random.below(std::min<size_t>(input.size() - start, 64));
  input.erase(input.begin() + long(start),
              input.begin() + long(start + length));
}

void mutate(Input &input, const std::vector<Input> &seeds, Random &random) {
  static constexpr std::string_view kText = "0123456789abcdef- :/\t\n\\\".";
  unsigned kind = unsigned(random.below(8));
  if (input.empty() || kind == 0)
    return copy_piece(input, seeds[random.below(seeds.size())], random);
  uint8_t &byte = input[random.below(input.size())];
  switch (kind) {
  case 1:
    byte = uint8_t(byte ^ (1u << random.below(8)));
    return;
  case 2:
    byte = uint8_t(random.next());
    return;
  case 3:
    byte = uint8_t(kText[random.below(kText.size())]);
    return;
  case 4:
    return put_integer(input, random);
  case 5:
    return copy_piece(input, Input(input), random);
  case 6:
    input.resize(random.below(input.size() + 1));
    return;
  default:
    return erase_piece(input, random);
  }
}

Input read_file(const std::filesystem::path &path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    std::fprintf(stderr, "cannot read %s\n", path.c_str());
    std::exit(2);
  }
  return Input(std::istreambuf_iterator<char>(file), {});
}

std::vector<Input> read_seeds(const std::vector<std::string> &paths) {
  std::vector<std::filesystem::path> files;
  for (const std::string &path : paths)
    if (std::filesystem::is_directory(path))
      for (const std::filesystem::directory_entry &entry :
           std::filesystem::directory_iterator(path))
        files.push_back(entry.path());
    else
      files.push_back(path);
  std::sort(files.begin(), files.end());
  std::vector<Input> seeds;
  for (const std::filesystem::path &file : files)
    seeds.push_back(read_file(file));
  if (seeds.empty())
    seeds.emplace_back();
  return seeds;
}

bool parse_number(std::string_view text, uint64_t &value) {
  std::from_chars_result result =
      std::from_chars(text.data(), text.data() + text.size(), value);
  return result.ec == std::errc() && result.ptr == text.data() + text.size();
}

bool parse_options(int argc, char **argv, Options &options) {
  constexpr std::string_view kIterations = "--iterations=";
  constexpr std::string_view kSeed = "--seed=";
  constexpr std::string_view kCrash = "--crash=";
  for (int i = 1; i < argc; ++i) {
    std::string_view argument = argv[i];
    bool good = true;
    if (argument.starts_with(kIterations))
      good = parse_number(argument.substr(kIterations.size()),
                          options.iterations);
    else if (argument.starts_with(kSeed))
      good = parse_number(argument.substr(kSeed.size()), options.seed);
    else if (argument.starts_with(kCrash))
      options.crash_file = argument.substr(kCrash.size());
    else if (argument.starts_with("--"))
      good = false;
    else
      options.paths.emplace_back(argument);
    if (!good) {
      std::fprintf(stderr, "%s: do not understand %s\n", argv[0], argv[i]);
      return false;
    }
  }
  return true;
}

} // namespace

int main(int argc, char **argv) {
  Options options;
  if (!parse_options(argc, argv, options))
    return 2;
  crash_file = options.crash_file;
  std::vector<Input> seeds = read_seeds(options.paths);
  size_t limit = kSmallestLimit;
  for (const Input &seed : seeds)
    limit = std::max(limit, 2 * seed.size());

  watch_for_death();
  for (const Input &seed : seeds)
    run_one(seed);
  Random random(options.seed);
  for (uint64_t i = 0; i < options.iterations; ++i) {
    Input input = seeds[random.below(seeds.size())];
    for (size_t left = 1 + random.below(6); left; --left)
      mutate(input, seeds, random);
    input.resize(std::min(input.size(), limit));
    run_one(input);
  }
  std::printf("%zu seeds, %llu mutations\n", seeds.size(),
              static_cast<unsigned long long>(options.iterations));
  return 0;
}
