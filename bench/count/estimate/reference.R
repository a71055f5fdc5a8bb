# Sweeps a second and effective draws a second of the R package LCMCR, on the capture table of speed.py.
# Needs R with the packages LCMCR and coda. Run on the machine of speed.py, one after the other:
#   Rscript bench/count/estimate/reference.R TABLE.csv
library(LCMCR)
library(coda)

path <- commandArgs(trailingOnly = TRUE)[1]
counts <- read.csv(path)
lists <- ncol(counts) - 1
cases <- counts[rep(seq_len(nrow(counts)), counts[[lists + 1]]), seq_len(lists)]
cases[] <- lapply(cases, factor, levels = c(0, 1))

for (seed in 1:5) {
  sampler <- lcmCR(cases, tabular = FALSE, in_list_label = "1", not_in_list_label = "0",
                   K = 10, a_alpha = 0.25, b_alpha = 0.25, seed = seed, verbose = FALSE)
  seconds <- system.time(
    totals <- lcmCR_PostSampl(sampler, burnin = 10000, samples = 10000, thinning = 10, output = FALSE)
  )[["user.self"]]
  cat(sprintf("seed %d: sweeps_per_second %.0f, effective_mean_per_second %.1f, quantiles %s\n",
              seed, 110000 / seconds, effectiveSize(totals) / seconds,
              paste(round(quantile(totals, c(.025, .5, .975))), collapse = " ")))
}
