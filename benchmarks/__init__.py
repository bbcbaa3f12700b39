"""`make bench`: the program's speed as ratios to raw floors measured in the same run. Figures inform; nothing fails."""
