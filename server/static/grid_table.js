// Made of templates/behaviour by `make assets`.
"use strict";
"use strict";(()=>{var within=(root,selector)=>root.querySelector(selector);var{act,closeMenu,giveAway,givesWhatIsShown,handlesFor,hasControl,isComposing,isHeld,isMac,isMenuOpen,isWhole,keep,lightboxWish,
openLightbox,openLightboxFrom,openMenuAt,reducedMotion,say,showWhole}=globalThis.atelier;var CELL=360;var HEAD=220;var GAP=20;var LINE=26;document.addEventListener("alpine:init",()=>{let picture=null;Alpine.data(
"gridTable",()=>({isBusy:false,timer:0,init(){const again=()=>{clearTimeout(this.timer);this.timer=setTimeout(()=>htmx.trigger(
"#grid-table","again"),200)};new MutationObserver(again).observe(within(this.$root,"#library-pulse"),{childList:true,characterData:true,
subtree:true});openLightboxFrom(within(this.$root,"#grid-table"))},async draw(){this.isBusy=true;try{picture=await drawTable(
this.$root);htmx.trigger(this.$refs.sender,"drawn")}finally{this.isBusy=false}},attach({detail:{ctx}}){ctx.request.body=
picture;ctx.request.headers["Content-Type"]="application/octet-stream"}}))});async function drawTable(root){const table=within(
root,"table");const rows=[...table.tBodies[0].rows];const columns=Math.max(...rows.map(row=>row.cells.length-1));const canvas=document.
createElement("canvas");const pen=canvas.getContext("2d");const{fontFamily}=getComputedStyle(document.body);const font=(size,weight=400)=>{
pen.font=`${weight} ${size}px ${fontFamily}`};const width=HEAD+columns*(CELL+GAP)+GAP;font(20);const prompt=wrapped(pen,
within(root,".comparison-prompt").textContent,width-2*GAP);const top=GAP+prompt.length*LINE+GAP+(table.tHead?LINE+GAP:0);
Object.assign(canvas,{width,height:top+rows.length*(CELL+LINE+GAP)+GAP});pen.fillStyle="#fff";pen.fillRect(0,0,canvas.width,
canvas.height);pen.fillStyle="#1d1a26";pen.textBaseline="top";font(20);drawLines(pen,prompt,{x:GAP,y:GAP});font(18,600);
for(const[column,head]of[...table.tHead?.rows[0].cells??[]].slice(1).entries())pen.fillText(textOf(head),HEAD+column*(CELL+
GAP),top-LINE-GAP/2,CELL);for(const[number,row]of rows.entries()){const y=top+number*(CELL+LINE+GAP);font(18,600);drawLines(
pen,wrapped(pen,textOf(row.cells[0]),HEAD-2*GAP),{x:GAP,y});font(16);for(const[column,cell]of[...row.cells].slice(1).entries())
await drawCell(pen,cell,{x:HEAD+column*(CELL+GAP),y})}return new Promise(done=>canvas.toBlob(done,"image/png"))}async function drawCell(pen,cell,{
x,y}){const link=cell.querySelector("a.open");if(!link)return drawLines(pen,wrapped(pen,textOf(cell),CELL),{x,y});const bitmap=await createImageBitmap(
await(await fetch(link.href)).blob());const scale=CELL/Math.max(bitmap.width,bitmap.height);pen.imageSmoothingQuality="h\
igh";pen.drawImage(bitmap,x,y,bitmap.width*scale,bitmap.height*scale);bitmap.close();const facts=[...cell.querySelectorAll(
".cell-facts span")].map(each=>each.textContent).join(" · ");pen.fillText(facts,x,y+CELL+6,CELL)}function drawLines(pen,lines,{
x,y}){for(const[number,line]of lines.entries())pen.fillText(line,x,y+number*LINE)}var textOf=element=>element.textContent.
trim().replace(/\s+/g," ");function wrapped(pen,text,width){const lines=[""];for(const part of text.match(/[\u2e80-\u9fff\uf900-\uffef]|\n|[^\s\u2e80-\u9fff\uf900-\uffef]+\s*|\s+/gu)??
[]){const longer=lines.at(-1)+part;if(part!=="\n"&&(!lines.at(-1)||pen.measureText(longer.trimEnd()).width<=width))lines[lines.
length-1]=longer;else lines.push(part==="\n"?"":part)}return lines}})();
