"""Official papers: typst in Tinos (the metrics of Times New Roman), the layout of NĐ 30/2020."""
